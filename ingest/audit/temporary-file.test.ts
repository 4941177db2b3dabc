import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TemporaryFile } from './temporary-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-test-file-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('a temporary file', () => {
  it('gives back what was appended', () => {
    const file = new TemporaryFile(folder)
    const positions = ['one', 'two', 'three'].map((text) => file.append(Buffer.from(text)))

    expect(positions).toEqual([0, 3, 6])
    expect(file.read(3, 3).toString()).toBe('two')
    expect(file.read(0, 11).toString()).toBe('onetwothree')
    expect(file.size).toBe(11)
    file.close()
  })

  it('leaves nothing in its folder, even while it is open', () => {
    const file = new TemporaryFile(folder)
    file.append(Buffer.from('something'))

    expect(readdirSync(folder)).toEqual([])
    file.close()
  })

  it('names the folder in which it cannot be made', () => {
    const missing = join(folder, 'missing')

    expect(() => new TemporaryFile(missing)).toThrow(
      expect.objectContaining({
        code: 'disk.not-writable',
        message: expect.stringContaining(missing) as string,
      }),
    )
  })
})
