import { describe, expect, test } from 'vitest'
import { topics } from './catalogue.ts'
import { leaves } from './field.ts'
import { type IndexDefinition } from './index-definition.ts'
import { activity } from './indices/activity.ts'
import { customerEvents } from './indices/customer-events.ts'
import { customers } from './indices/customers.ts'
import { deadLetters } from './indices/dead-letters.ts'
import { meta } from './indices/meta.ts'
import { opsWorkers } from './indices/ops-workers.ts'
import { transactions } from './indices/transactions.ts'
import { templateOf } from './mapping.ts'
import { eventSchemaOf, type JsonSchema } from './publish/json-schema.ts'

const transactionTypes = topics
  .flatMap((topic) => topic.events)
  .filter(({ type }) => type.startsWith('bank.transaction.'))
  .map(({ type }) => type)

/** Which field of an event each field of a document comes from, for all that is text. */
const origins: readonly (readonly [IndexDefinition, string, readonly string[], string])[] = [
  [transactions, 'event.id', transactionTypes, 'id'],
  [transactions, 'event.source', transactionTypes, 'source'],
  [transactions, 'customer.id', transactionTypes, 'data.customer_id'],
  [transactions, 'account.id', transactionTypes, 'data.account_id'],
  [transactions, 'transaction.id', transactionTypes, 'data.transaction_id'],
  [transactions, 'transaction.direction', transactionTypes, 'data.direction'],
  [transactions, 'transaction.channel', transactionTypes, 'data.channel'],
  [transactions, 'transaction.currency', transactionTypes, 'data.amount.currency'],
  [transactions, 'merchant.id', transactionTypes, 'data.merchant.id'],
  [transactions, 'merchant.name', transactionTypes, 'data.merchant.name'],
  [transactions, 'merchant.mcc', transactionTypes, 'data.merchant.mcc'],
  [transactions, 'counterpart.bank', transactionTypes, 'data.counterpart.bank'],
  [transactions, 'place.city', transactionTypes, 'data.place.city'],
  [transactions, 'place.country', transactionTypes, 'data.place.country'],
  [transactions, 'place.zone', transactionTypes, 'data.place.zone'],
  [transactions, 'customer.archetype', ['bank.customer.registered.v1'], 'data.archetype'],
  [transactions, 'customer.city', ['bank.customer.registered.v1'], 'data.home.city'],
  [transactions, 'customer.country', ['bank.customer.registered.v1'], 'data.residence'],
  [transactions, 'customer.zone', ['bank.customer.registered.v1'], 'data.home.zone'],
  [customerEvents, 'event.id', ['bank.customer.registered.v1'], 'id'],
  [customerEvents, 'customer.id', ['bank.customer.registered.v1'], 'data.customer_id'],
  [customerEvents, 'customer.archetype', ['bank.customer.registered.v1'], 'data.archetype'],
  [customerEvents, 'customer.nationality', ['bank.customer.registered.v1'], 'data.nationality'],
  [customerEvents, 'event.source', ['bank.account.opened.v1'], 'source'],
  [customerEvents, 'customer.home.country', ['bank.customer.registered.v1'], 'data.home.country'],
  [customerEvents, 'customer.home.city', ['bank.customer.registered.v1'], 'data.home.city'],
  [customerEvents, 'customer.home.zone', ['bank.customer.registered.v1'], 'data.home.zone'],
  [customerEvents, 'account.id', ['bank.account.opened.v1'], 'data.account_id'],
  [customerEvents, 'account.kind', ['bank.account.opened.v1'], 'data.kind'],
  [customerEvents, 'account.currency', ['bank.account.opened.v1'], 'data.currency'],
  [customers, 'customer.id', ['bank.customer.registered.v1'], 'data.customer_id'],
  [customers, 'customer.given_name', ['bank.customer.registered.v1'], 'data.given_name'],
  [customers, 'customer.family_name', ['bank.customer.registered.v1'], 'data.family_name'],
  [customers, 'customer.archetype', ['bank.customer.registered.v1'], 'data.archetype'],
  [customers, 'customer.marital_status', ['bank.customer.registered.v1'], 'data.marital_status'],
  [customers, 'customer.nationality', ['bank.customer.registered.v1'], 'data.nationality'],
  [customers, 'customer.residence', ['bank.customer.registered.v1'], 'data.residence'],
  [customers, 'customer.home.city', ['bank.customer.registered.v1'], 'data.home.city'],
  [customers, 'customer.home.country', ['bank.customer.registered.v1'], 'data.home.country'],
  [customers, 'customer.home.zone', ['bank.customer.registered.v1'], 'data.home.zone'],
  [customers, 'accounts.id', ['bank.account.opened.v1'], 'data.account_id'],
  [customers, 'accounts.kind', ['bank.account.opened.v1'], 'data.kind'],
  [customers, 'accounts.currency', ['bank.account.opened.v1'], 'data.currency'],
  [customers, 'last_places.channel', transactionTypes, 'data.channel'],
  [customers, 'last_places.city', transactionTypes, 'data.place.city'],
  [customers, 'last_places.country', transactionTypes, 'data.place.country'],
  [activity, 'channel', transactionTypes, 'data.channel'],
  [activity, 'country', transactionTypes, 'data.place.country'],
]

describe('the limit of a field is the same in the event and in the index', () => {
  const rows = origins.flatMap(([index, field, types, source]) =>
    types.map((type) => [index.name, field, type, source, index] as const),
  )

  test.each(rows)('%s: %s from %s: %s', (_name, path, type, source, index) => {
    const field = leaves(index.fields).find((leaf) => leaf.path === path)?.field
    const property = propertyAt(type, source)

    const inEvent = property['enum'] ?? property['maxLength']
    const inIndex = field?.values ?? field?.lengthMax

    expect(inIndex).toBeDefined()
    expect(inIndex).toEqual(inEvent)
  })

  test('the reasons in the index are those of declined and of reversed transactions', () => {
    const reasons = ['declined', 'reversed'].flatMap(
      (outcome) => propertyAt(`bank.transaction.${outcome}.v1`, 'data.reason')['enum'] as string[],
    )
    const field = leaves(transactions.fields).find(({ path }) => path === 'transaction.reason')

    expect(field?.field.values).toEqual(reasons)
  })
})

describe('every keyword of an index of the bank', () => {
  /** What the pipeline itself says about an event; it has no field in one. */
  const ours = [
    'event.type',
    'kafka.topic',
    'merchant.category',
    'merchant.group',
    'local.weekday',
    'customer.age_band',
    'transaction.amount_band',
    'spending_30d.by_group.name',
    'window',
    'group',
    'outcome',
  ]
  /** Calendar dates, which have ten characters. */
  const dates = ['customer.date_of_birth', 'customer.member_since']
  const derived = ['transaction.outcome', 'transaction.reason']

  test.each([
    ['transactions', transactions],
    ['customer-events', customerEvents],
    ['customers', customers],
    ['activity', activity],
  ] as const)('in %s has a limit that is held here, or comes from us', (_name, index) => {
    const held = origins.flatMap(([of, path]) => (of === index ? [path] : []))

    const unheld = leaves(index.fields)
      .filter(({ field }) => field.kind === 'keyword')
      .map(({ path }) => path)
      .filter((path) => ![...held, ...ours, ...derived, ...dates].includes(path))

    expect(unheld).toEqual([])
  })

  test('is as long in the mapping as in the document schema', () => {
    for (const definition of [
      transactions,
      customerEvents,
      customers,
      activity,
      deadLetters,
      meta,
      opsWorkers,
    ]) {
      const { properties } = templateOf(definition, 1).template.mappings
      for (const { path, field } of leaves(definition.fields)) {
        if (field.kind !== 'keyword') continue
        const property = mappingAt(properties, path.split('.'))
        expect(property['ignore_above'], path).toBe(field.lengthMax)
        const longest = Math.max(0, ...(field.values ?? []).map((value) => value.length))
        expect(longest, path).toBeLessThanOrEqual(field.lengthMax ?? 0)
      }
    }
  })
})

function mappingAt(properties: JsonSchema, [name = '', ...rest]: readonly string[]): JsonSchema {
  const property = (properties as Record<string, JsonSchema>)[name] ?? {}
  return rest.length === 0 ? property : mappingAt(property['properties'] as JsonSchema, rest)
}

function propertyAt(type: string, path: string): JsonSchema {
  const event = topics.flatMap((topic) => topic.events).find((candidate) => candidate.type === type)
  if (event === undefined) throw new Error(`no event type ${type}`)
  return path
    .split('.')
    .reduce<JsonSchema>(
      (schema, name) => (schema['properties'] as Record<string, JsonSchema>)[name] ?? {},
      eventSchemaOf(event),
    )
}
