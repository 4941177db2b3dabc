import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { indices } from './catalogue.ts'
import { documentsAtTheEdge, documentsWithUnnamedField, type EdgeDocument } from './edge-values.ts'
import {
  aliasOf,
  concreteIndexOf,
  type IndexDefinition,
  templateNameOf,
} from './index-definition.ts'
import { templateOf } from './mapping.ts'

const base = inject('elasticsearchUrl')
const time = '2026-11-21T08:15:30.250Z'
// Other tests have templates and indices on the same server.
const run = randomUUID().slice(0, 8)
const definitions = indices.map((definition) => ({
  ...definition,
  name: `mapping-test-${run}-${definition.name}`,
}))

beforeAll(async () => {
  for (const definition of definitions) {
    const name = templateNameOf(definition, 1)
    // Elasticsearch refuses a template whose patterns overlap with another's.
    const answer = await ask('PUT', `/_index_template/${name}`, templateOf(definition, 1))
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  }
})

afterAll(async () => {
  for (const definition of definitions) {
    await ask('DELETE', `/${concreteIndexOf(definition, 1, time)}`)
    await ask('DELETE', `/_index_template/${templateNameOf(definition, 1)}`)
  }
})

describe.each(definitions.map((definition) => [definition.name, definition] as const))(
  'an index of %s',
  (_name, definition) => {
    const index = concreteIndexOf(definition, 1, time)
    const documents = documentsAtTheEdge(definition)

    test('takes every document that the contract accepts, and gives it back as it was', async () => {
      const results = await create(definition, 'edge', documents)

      expect(results).toEqual(documents.map(({ name }) => ({ name, status: 201 })))
      const found = await ask('POST', '/_mget', {
        docs: documents.map((_document, at) => ({ _index: index, _id: `edge-${at}` })),
      })
      const stored = (found.body as { docs: { _source: unknown }[] }).docs
      expect(stored.map(({ _source }) => _source)).toEqual(documents.map((it) => it.document))
    })

    test('leaves no value of them out of the index', async () => {
      const query = { query: { exists: { field: '_ignored' } } }

      const all = await ask('POST', `/${aliasOf(definition)}/_count`)
      const ignored = await ask('POST', `/${index}/_count`, query)

      expect([all.body, ignored.body]).toMatchObject([{ count: documents.length }, { count: 0 }])
    })

    test('refuses a field that the contract does not name, wherever it is', async () => {
      const unnamed = documentsWithUnnamedField(definition)

      const results = await create(definition, 'unnamed', unnamed)

      expect(results).toEqual(
        unnamed.map(({ name }) => ({
          name,
          status: 400,
          error: 'strict_dynamic_mapping_exception',
        })),
      )
    })

    test('has the mapping of the contract still, nothing added', async () => {
      const { body } = await ask('GET', `/${index}/_mapping`)

      expect((body as Record<string, { mappings: unknown }>)[index]?.mappings).toEqual(
        templateOf(definition, 1).template.mappings,
      )
    })
  },
)

interface BulkAnswer {
  readonly items: readonly {
    readonly create: { readonly status: number; readonly error?: { readonly type: string } }
  }[]
}

/** What became of each document; its id is the prefix and its place in the list. */
async function create(
  definition: IndexDefinition,
  ids: string,
  documents: readonly EdgeDocument[],
) {
  const index = concreteIndexOf(definition, 1, time)
  const lines = documents.flatMap(({ document }, at) => [
    JSON.stringify({ create: { _index: index, _id: `${ids}-${at}` } }),
    JSON.stringify(document),
  ])
  const answer = await ask('POST', '/_bulk?refresh=true', `${lines.join('\n')}\n`)
  return (answer.body as BulkAnswer).items.map(({ create: { status, error } }, at) => ({
    name: documents[at]?.name,
    status,
    ...(error === undefined ? {} : { error: error.type }),
  }))
}

async function ask(method: string, path: string, body?: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(base + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: text }),
    signal: AbortSignal.timeout(30_000),
  })
  return { status: response.status, body: await response.json() }
}
