import { expect, test } from 'vitest'
import { transactions } from './indices/transactions.ts'
import { type MappingProperty, templateOf } from './mapping.ts'

test('the mapping of transactions is this one, read by eye', () => {
  const { dynamic, properties } = templateOf(transactions, 1).template.mappings

  expect(dynamic).toBe('strict')
  expect(linesOf(properties)).toMatchInlineSnapshot(`
    [
      "@timestamp: date strict_date_time",
      "event.id: keyword 36",
      "event.type: keyword 1024",
      "event.source: keyword 64",
      "event.recorded: date strict_date_time",
      "kafka.topic: keyword 1024",
      "kafka.partition: long",
      "kafka.offset: long",
      "customer.id: keyword 64",
      "customer.archetype: keyword 1024",
      "customer.age_band: keyword 1024",
      "customer.city: keyword 200",
      "customer.country: keyword 2",
      "customer.zone: keyword 64",
      "customer.hour: byte",
      "account.id: keyword 64",
      "transaction.id: keyword 64",
      "transaction.outcome: keyword 1024",
      "transaction.reason: keyword 1024",
      "transaction.direction: keyword 1024",
      "transaction.channel: keyword 1024",
      "transaction.amount_minor: long",
      "transaction.currency: keyword 3",
      "transaction.amount_eur_cents: long",
      "transaction.amount_eur: double",
      "transaction.amount_band: keyword 1024",
      "transaction.booked_minor: long",
      "transaction.is_foreign: boolean",
      "transaction.is_overdrawn: boolean",
      "transaction.balance_after_minor: long",
      "merchant.id: keyword 64",
      "merchant.name: keyword 200",
      "merchant.mcc: keyword 4",
      "merchant.category: keyword 1024",
      "merchant.group: keyword 1024",
      "counterpart.bank: keyword 200",
      "place.city: keyword 200",
      "place.country: keyword 2",
      "place.zone: keyword 64",
      "place.location: geo_point",
      "local.hour: byte",
      "local.weekday: keyword 1024",
      "quality.clock_skewed: boolean",
      "quality.rapid: boolean",
      "quality.unknown_account: boolean",
      "quality.unknown_customer: boolean",
      "quality.unknown_merchant: boolean",
      "quality.unknown_category: boolean",
      "quality.unknown_rate: boolean",
      "quality.unknown_zone: boolean",
    ]
  `)
})

/** One line per field: dotted name, type, parameters. */
function linesOf(properties: Readonly<Record<string, MappingProperty>>, prefix = ''): string[] {
  return Object.entries(properties).flatMap(([name, { properties: inner, ...parameters }]) =>
    inner === undefined
      ? [`${prefix}${name}: ${Object.values(parameters).join(' ')}`]
      : linesOf(inner as Record<string, MappingProperty>, `${prefix}${name}.`),
  )
}
