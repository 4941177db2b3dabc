import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type IndexDefinition } from '../../contracts/index-definition.ts'
import { activity } from '../../contracts/indices/activity.ts'
import { customerEvents } from '../../contracts/indices/customer-events.ts'
import { customers } from '../../contracts/indices/customers.ts'
import { transactions } from '../../contracts/indices/transactions.ts'
import { templateOf } from '../../contracts/mapping.ts'
import { connectElasticsearch } from '../../runtime/elasticsearch/connection.ts'
import { fuzzedRecord } from './fuzzed-record.ts'
import { judge } from './judge-record.ts'
import { KnownStates } from './known-states.ts'

const messages = 5_000
const definitions = [transactions, customerEvents, customers, activity]
const nameOf = ({ name }: IndexDefinition) => `fuzz-${process.pid}-${name}`
const client = connectElasticsearch({ url: inject('elasticsearchUrl'), auth: undefined, ca: undefined }) // prettier-ignore

beforeAll(async () => {
  for (const definition of definitions) {
    const { properties } = templateOf(definition, 1).template.mappings
    await client.indices.create({
      index: nameOf(definition),
      // The contract's own type of a mapping is wider than the client's.
      mappings: { dynamic: 'strict', properties: properties as Record<string, object> },
    })
  }
})

afterAll(async () => {
  await client.indices.delete({ index: definitions.map(nameOf) })
  await client.close()
})

interface Made {
  readonly index: IndexDefinition
  readonly body: object
}

/** Every document that mutated messages are folded into, each as often as it changes. */
function madeDocuments(): Made[] {
  const known = new KnownStates()
  const fold = { last_offset: 1 }
  return Array.from({ length: messages }, (_, number) => {
    const judged = judge(fuzzedRecord(3, number), known.statesOf)
    known.keep(judged)
    const { document, customer, windows } = judged
    return [
      ...(document === undefined ? [] : [document]),
      ...(customer === undefined ? [] : [{ index: customers, body: { ...customer[1], fold } }]),
      ...windows.map(([, body]) => ({ index: activity, body: { ...body, fold } })),
    ]
  }).flat()
}

describe('what mutated messages are folded into', () => {
  test('is taken by a real Elasticsearch under the strict mappings', async () => {
    const documents = madeDocuments()
    const refused: unknown[] = []

    for (let at = 0; at < documents.length; at += 1000) {
      const operations = documents
        .slice(at, at + 1000)
        .flatMap(({ index, body }) => [{ create: { _index: nameOf(index) } }, body])
      const { items } = await client.bulk({ operations })
      refused.push(...items.flatMap(({ create }) => create?.error ?? []))
    }

    expect(refused.slice(0, 3)).toEqual([])
    expect(documents.length).toBeGreaterThan(messages)
  }, 120_000)
})
