import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildSavedObjects, readSavedObjects } from './build.ts'
import { definitions } from './definitions.ts'
import { lintSavedObjects } from './lint.ts'
import { dashboardTitles } from './opening.ts'

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

  test.each(Object.values(dashboardTitles))(
    'have a dashboard %s that begins with its question, links to the others and says how fresh it is',
    async (title) => {
      const objects = await readSavedObjects()
      const dashboard = objects.find(
        ({ type, attributes }) => type === 'dashboard' && attributes['title'] === title,
      )

      const opening = (dashboard?.references ?? []).slice(0, 4).map(({ id }) => id)

      const text = String(objects.find(({ id }) => id === opening[0])?.attributes['visState'])
      expect(text).toContain(dashboard?.attributes['description'])
      const others = Object.values(dashboardTitles).filter((other) => other !== title)
      for (const other of others) expect(text).toContain(`[${other}](#/view/`)
      expect(opening.slice(1)).toEqual(
        ['newest-event', 'dead-letters-today', 'unknown-data'].map(
          (panel) => `${dashboard?.id ?? ''}-${panel}`,
        ),
      )
    },
  )

  test.each(Object.keys(definitions).filter((name) => name !== 'data-views.ndjson'))(
    'can be imported file by file, with the data views: %s',
    (name) => {
      const objects = [...(definitions['data-views.ndjson'] ?? []), ...(definitions[name] ?? [])]

      const problems = lintSavedObjects(objects).filter((text) => !text.includes('links to'))

      expect(problems).toEqual([])
    },
  )
})

describe('buildSavedObjects', () => {
  const names = Object.keys(definitions).sort()

  test('writes every file, byte for byte the same again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tally-build-'))

    const first = await buildSavedObjects(folder)
    const second = await buildSavedObjects(folder)

    expect(first.map(({ name }) => name)).toEqual(names)
    expect(new Set(first.map(({ change }) => change))).toEqual(new Set(['written']))
    expect(new Set(second.map(({ change }) => change))).toEqual(new Set(['unchanged']))
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

    expect(files).toHaveLength(names.length)
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
