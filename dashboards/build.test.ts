import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildSavedObjects, readSavedObjects } from './build.ts'
import { lintSavedObjects } from './lint.ts'

describe('the committed saved objects', () => {
  test('are what the definitions say', async () => {
    const files = await buildSavedObjects(undefined, { isDryRun: true })

    const changed = files.filter(({ change }) => change !== 'unchanged')
    expect(changed, 'run `tally dashboards build`').toEqual([])
  })

  test('have nothing that a Kibana would refuse or show as an error', async () => {
    const objects = await readSavedObjects()

    expect(lintSavedObjects(objects)).toEqual([])
  })
})

describe('buildSavedObjects', () => {
  test('writes every file, byte for byte the same again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tally-build-'))

    const first = await buildSavedObjects(folder)
    const second = await buildSavedObjects(folder)

    expect(first.map(({ change }) => change)).toEqual(['written', 'written'])
    expect(second.map(({ change }) => change)).toEqual(['unchanged', 'unchanged'])
  })

  test('removes the file of a dashboard that is no longer defined', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tally-build-'))
    await writeFile(join(folder, 'gone.ndjson'), '')

    const files = await buildSavedObjects(folder)

    expect(files).toContainEqual({ name: 'gone.ndjson', change: 'removed' })
    await expect(readFile(join(folder, 'gone.ndjson'))).rejects.toThrow('ENOENT')
  })

  test('leaves the files alone in a dry run', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tally-build-'))

    const files = await buildSavedObjects(folder, { isDryRun: true })

    expect(files.map(({ change }) => change)).toEqual(['written', 'written'])
    expect(await readSavedObjects(folder)).toEqual([])
  })
})

describe('readSavedObjects', () => {
  test.each([
    ['{"id":', 'line 2 of broken.ndjson is not JSON'],
    ['{"id":"a","type":"lens"}', 'line 2 of broken.ndjson is not a saved object: type'],
    ['{"id":"a","type":"dashboard"}', 'line 2 of broken.ndjson is not a saved object: attributes'],
  ])('names the line that a hand has broken: %s', async (line, message) => {
    const folder = await mkdtemp(join(tmpdir(), 'tally-build-'))
    await writeFile(join(folder, 'broken.ndjson'), `\n${line}\n`)

    await expect(readSavedObjects(folder)).rejects.toThrow(message)
  })
})
