import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readTypedSecret, readSecretFile } from './secret-input.ts'

/** A keyboard on which these keys are pressed. */
function press(keys: string) {
  const modes: boolean[] = []
  const keyboard = Object.assign(new PassThrough(), {
    setRawMode: (isRaw: boolean) => modes.push(isRaw),
  })
  keyboard.write(keys)
  return { asked: readTypedSecret(keyboard), modes }
}

describe('readTypedSecret', () => {
  it.each([
    ['s3cret\r', 's3cret'],
    ['s3crt\u007F\u007Fret\n', 's3cret'],
    ['päss wörd\r', 'päss wörd'],
    ['\r', ''],
  ])('takes the keys %j for %j, on a terminal that does not show them', async (keys, secret) => {
    const { asked, modes } = press(keys)

    expect(await asked).toBe(secret)
    expect(modes).toEqual([true, false])
  })

  it('ends at Ctrl-C, with the terminal as it was', async () => {
    const { asked, modes } = press('s3c\u0003')

    await expect(asked).rejects.toMatchObject({ code: 'interrupted' })
    expect(modes).toEqual([true, false])
  })
})

describe('readSecretFile', () => {
  it('reads a file and a stream, without the blanks around it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tally-secret-'))
    const path = join(folder, 'key')
    await writeFile(path, 'abc==\n')

    expect(await readSecretFile('--key', path, Readable.from([]))).toBe('abc==')
    expect(await readSecretFile('--key', '-', Readable.from(['  ab', 'c\n']))).toBe('abc')
    await rm(folder, { recursive: true })
  })

  it.each([
    ['nothing', ''],
    ['several words', 'KIBANA_API_KEY = abc'],
    ['a longer text', 'x'.repeat(4097)],
  ])('refuses %s without showing it', async (what, text) => {
    const read = readSecretFile('--key', '-', Readable.from([text]))

    await expect(read).rejects.toMatchObject({
      code: 'usage.invalid',
      message: `--key: expected one secret of at most 4096 characters in -; got ${what}`,
    })
  })

  it('says that a file cannot be read', async () => {
    const read = readSecretFile('--key', '/nowhere/key', Readable.from([]))

    await expect(read).rejects.toThrow('in /nowhere/key; got nothing')
  })
})
