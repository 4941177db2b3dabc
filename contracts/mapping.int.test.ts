import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { indices } from './catalogue.ts'
import { documentSchemaOf } from './document-schema.ts'
import { type Field, type FieldGroup, type Fields } from './field.ts'
import { type IndexDefinition } from './index-definition.ts'
import { templateOf } from './mapping.ts'

const base = inject('elasticsearchUrl')

/** Documents whose every field is at one edge of what its definition accepts. */
const edges = {
  smallest: documentAt(smallestOf),
  largest: documentAt(largestOf),
  longest: documentAt(longestOf),
}

describe.each(indices.map((definition) => [definition.name, definition] as const))(
  'the mapping of %s',
  (name, definition) => {
    const index = `mapping-test-${name}`

    beforeAll(async () => {
      const { settings, mappings } = templateOf(definition, 1).template
      const made = await ask('PUT', `/${index}`, { settings, mappings })
      expect(made.status, JSON.stringify(made.body)).toBe(200)
    })

    afterAll(async () => {
      await ask('DELETE', `/${index}`)
    })

    test.each(Object.entries(edges))('takes what the contract accepts: %s', async (id, make) => {
      const document = make(definition)
      expect(documentSchemaOf(definition).safeParse(document).error).toBeUndefined()

      const answer = await ask('PUT', `/${index}/_create/${id}?refresh=true`, document)

      expect(answer.status, JSON.stringify(answer.body)).toBe(201)
      const read = await ask('GET', `/${index}/_doc/${id}`)
      expect((read.body as { _source: unknown })._source).toEqual(document)
    })

    test('ignores no value that the contract accepts', async () => {
      const query = { query: { exists: { field: '_ignored' } } }

      const found = await ask('POST', `/${index}/_count`, query)

      expect(found.body).toMatchObject({ count: 0 })
    })

    test('refuses a field that the contract does not name', async () => {
      const document = { ...edges.smallest(definition), unnamed: 1 }

      const answer = await ask('PUT', `/${index}/_create/unnamed`, document)

      expect(answer.status).toBe(400)
      expect(JSON.stringify(answer.body)).toContain('strict_dynamic_mapping_exception')
    })
  },
)

function documentAt(valueOf: (field: Field) => unknown) {
  const fill = (fields: Fields): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, entry]: [string, Field | FieldGroup]) => [
        name,
        entry.kind === 'group' ? fill(entry.members) : valueOf(entry),
      ]),
    )
  return (definition: IndexDefinition) => fill(definition.fields)
}

function smallestOf({ kind, values }: Field): unknown {
  const smallest = {
    keyword: values?.[0] ?? '',
    date: '0000-01-01T00:00:00.000Z',
    long: Number.MIN_SAFE_INTEGER,
    double: -Number.MAX_VALUE,
    byte: -128,
    boolean: false,
    geo_point: { lat: -90, lon: -180 },
    unindexed: {},
  }
  return smallest[kind]
}

function largestOf({ kind, values, lengthMax = 0 }: Field): unknown {
  const largest = {
    // Three bytes of UTF-8 for one unit of UTF-16 is the worst case.
    keyword: values?.at(-1) ?? '\uffff'.repeat(lengthMax),
    date: '9999-12-31T23:59:59.999Z',
    long: Number.MAX_SAFE_INTEGER,
    double: Number.MAX_VALUE,
    byte: 127,
    boolean: true,
    geo_point: { lat: 90, lon: 180 },
    unindexed: { 'any.key': [1, 'two', { '': null }] },
  }
  return largest[kind]
}

function longestOf(field: Field): unknown {
  const { kind, values, lengthMax = 0 } = field
  if (kind !== 'keyword' || values !== undefined) return largestOf(field)
  return '😀'.repeat(Math.floor(lengthMax / 2)) + '\u0000'.repeat(lengthMax % 2)
}

async function ask(method: string, path: string, body?: unknown) {
  const response = await fetch(base + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  })
  return { status: response.status, body: await response.json() }
}
