import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { useClassArchive } from './class-archive.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-archive-'))
  file = join(folder, 'kafka.jsa')
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('the class archive of a server', () => {
  test('is made in another file and kept after an orderly end', async () => {
    const archive = await useClassArchive(file)
    await writeFile(madeFile(archive.words), 'classes')
    await archive.keep({ isOrderly: true })

    expect((await useClassArchive(file)).words).toContain(`-XX:SharedArchiveFile=${file}`)
  })

  test('is thrown away when the process was killed while it wrote', async () => {
    const archive = await useClassArchive(file)
    await writeFile(madeFile(archive.words), 'half of the cla')
    await archive.keep({ isOrderly: false })

    expect(await readdir(folder)).toEqual(['kafka.jsa.tries'])
  })

  test('is not tried a third time', async () => {
    for (let tries = 0; tries < 2; tries += 1) {
      await (await useClassArchive(file)).keep({ isOrderly: false })
    }

    expect((await useClassArchive(file)).words).toEqual([])
  })
})

function madeFile(words: readonly string[]): string {
  return words.at(-1)?.replace('-XX:ArchiveClassesAtExit=', '') ?? ''
}
