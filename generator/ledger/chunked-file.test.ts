import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChunkedFile } from './chunked-file.ts'

/** Linux has a disk that is always full. */
const fullDisk = '/dev/full'
const chunk = 'x'.repeat(64 * 1024)

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-chunks-'))
  path = join(folder, 'text')
})
afterEach(() => rm(folder, { recursive: true }))

describe('a file that is written in chunks', () => {
  it('holds everything in the order in which it was written', async () => {
    const lines = Array.from({ length: 50_000 }, (_, number) => `line ${number}\n`)
    const file = await ChunkedFile.create(path)

    for (const line of lines) await file.write(line)
    await file.close()

    expect(await readFile(path, 'utf8')).toBe(lines.join(''))
  })

  it('holds text of other scripts where chunks meet', async () => {
    const text = 'Crédit Øresund 銀行 '.repeat(20_000)
    const file = await ChunkedFile.create(path)

    for (const word of text.split(/(?<= )/)) await file.write(word)
    await file.close()

    expect(await readFile(path, 'utf8')).toBe(text)
  })

  it('is empty when nothing was written, whatever was there before', async () => {
    await writeFile(path, 'of another run')
    const file = await ChunkedFile.create(path)
    await file.close()

    expect(await readFile(path, 'utf8')).toBe('')
  })

  it('asks to be waited for only when more comes than is being written', async () => {
    const file = await ChunkedFile.create(path)

    expect(file.write('a little')).toBeUndefined()
    const answers = Array.from({ length: 4 }, () => file.write(chunk))
    expect(answers.map((answer) => answer instanceof Promise)).toEqual([false, false, false, true])
    await answers.at(-1)
    expect(file.write(chunk)).toBeUndefined()

    await file.close()
    expect((await readFile(path, 'utf8')).length).toBe('a little'.length + 5 * chunk.length)
  })

  it('cannot be made where there is no folder', async () => {
    await expect(ChunkedFile.create(join(folder, 'missing', 'text'))).rejects.toMatchObject({
      name: 'PipelineError',
      code: 'disk.not-writable',
    })
  })
})

describe.runIf(existsSync(fullDisk))('a file on a full disk', () => {
  it('says so to whoever waits, and at every call after', async () => {
    const file = await ChunkedFile.create(fullDisk)
    const isFull = expect.objectContaining({ name: 'PipelineError', code: 'disk.full' }) as unknown

    const answers = Array.from({ length: 4 }, () => file.write(chunk))

    await expect(answers.at(-1)).rejects.toEqual(isFull)
    expect(() => file.write('more')).toThrow(expect.objectContaining({ code: 'disk.full' }))
    await expect(file.close()).rejects.toEqual(isFull)
  })

  it('says so when it is closed, to whoever has not waited', async () => {
    const file = await ChunkedFile.create(fullDisk)
    const answer = file.write('a little')

    expect(answer).toBeUndefined()
    await expect(file.close()).rejects.toMatchObject({ code: 'disk.full' })
  })
})
