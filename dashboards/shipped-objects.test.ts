import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { savedObjectsFolder } from './build.ts'
import { readShippedObjects } from './shipped-objects.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-shipped-'))
  await cp(savedObjectsFolder, folder, { recursive: true })
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('readShippedObjects', () => {
  it('reads what is committed', async () => {
    const objects = await readShippedObjects(folder)

    expect(objects.map(({ id }) => id)).toContain('tally-bank-overview')
  })

  it.each<[string, (line: string) => string, RegExp]>([
    ['is not JSON', (line) => line.slice(0, -2), /line 1 of data-views\.ndjson is not JSON/],
    ['has no id', (line) => line.replace('"id":', '"di":'), /line 1 of data-views\.ndjson is not a saved object: id: /], // prettier-ignore
    ['is gone', () => '', /refers to index-pattern tally-transactions, which is not in the bundle/],
    ['has another version', (line) => line.replace('"index-pattern":"7.6.0"', '"index-pattern":"8.0.0"'), /expected migrationVersion 7\.6\.0 for index-pattern/], // prettier-ignore
  ])('names what somebody has edited: a line that %s', async (_what, edit, expected) => {
    const path = join(folder, 'data-views.ndjson')
    const lines = (await readFile(path, 'utf8')).split('\n')
    const at = lines.findIndex((line) => line.includes('"id":"tally-transactions"'))
    const edited = [edit(lines[at] ?? ''), ...lines.filter((_line, index) => index !== at)]
    await writeFile(path, edited.join('\n'))

    const read = readShippedObjects(folder)

    await expect(read).rejects.toMatchObject({ code: 'dashboards.invalid' })
    await expect(read).rejects.toThrow(expected)
  })

  it('says when there is none', async () => {
    await expect(readShippedObjects(join(folder, 'nowhere'))).rejects.toThrow('There are no files')
  })
})
