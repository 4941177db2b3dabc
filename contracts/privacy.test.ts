import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { indices, topics } from './catalogue.ts'
import { leaves } from './field.ts'
import { personalPaths } from './personal.ts'

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'privacy.md'), 'utf8')

/** Rows of two names in code: whose field, and which. */
const rows = [...page.matchAll(/^\| `([\w.-]+)` +\| `([\w.]+)` +\|$/gm)].map(
  ([, of = '', field = '']) => `${of} ${field}`,
)

describe('docs/privacy.md', () => {
  test('names every field that is marked as personal, and no other', () => {
    const ofEvents = topics
      .flatMap(({ events }) => events)
      .flatMap(({ type, schema }) => personalPaths(schema).map((path) => `${type} ${path}`))
    const ofIndices = indices.flatMap(({ name, fields }) =>
      leaves(fields)
        .filter(({ field }) => field.description.isPersonal === true)
        .map(({ path }) => `tally-${name} ${path}`),
    )

    expect(ofIndices.length).toBeGreaterThan(0)
    expect(rows.sort()).toEqual([...ofEvents, ...ofIndices].sort())
  })

  test('says where each index and topic stands', () => {
    const places = page.slice(page.indexOf('## Where it goes'), page.indexOf('## Roles'))
    const named = [...topics.map(({ name }) => name), ...indices.map(({ name }) => `tally-${name}`)]

    const missing = named.filter((name) => !places.includes(`\`${name}\``))

    expect(missing.filter((name) => !name.startsWith('tally-ops-'))).toEqual([])
  })
})
