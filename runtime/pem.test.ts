import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPem } from './pem.ts'

describe('readPem', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tally-pem-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it('gives the text of the file', () => {
    const path = join(folder, 'ca.pem')
    writeFileSync(path, '-----BEGIN CERTIFICATE-----\n')

    expect(readPem('KAFKA_SSL_CA', path)).toBe('-----BEGIN CERTIFICATE-----\n')
  })

  it('names the setting of a file that is not there', () => {
    expect(() => readPem('KAFKA_SSL_CA', join(folder, 'none'))).toThrow(
      expect.objectContaining({
        code: 'usage.invalid',
        message: expect.stringMatching(/^KAFKA_SSL_CA: .*none cannot be read$/) as string,
      }),
    )
  })

  it('refuses a file that is something else', () => {
    const path = join(folder, 'ca.der')
    writeFileSync(path, Buffer.from([0x30, 0x82]))

    expect(() => readPem('ELASTICSEARCH_CA', path)).toThrow(/ca\.der is not a PEM file/)
  })
})
