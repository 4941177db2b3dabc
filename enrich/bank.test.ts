import { describe, expect, test } from 'vitest'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { type CustomerEventDocument } from '../contracts/indices/customer-events.ts'
import { type TransactionDocument } from '../contracts/indices/transactions.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { bankProcessor, bankProcessorName, bankProcessorVersion } from './bank.ts'
import { defaultFoldSettings } from './bank.ts'
import { accountOpened, authorized, bytesOf, customerRegistered } from './event-builders.ts'
import { declined, type EventInput, lyon, recordOf, reversed } from './event-builders.ts'

const processor = bankProcessor(defaultFoldSettings)

function documentOf(event: EventInput, changes: Partial<LogRecord> = {}) {
  const [document] = documentsOf([recordOf(event, changes)])
  if (document === undefined) throw new Error('the record is not an event')
  return document
}

function documentsOf(log: readonly LogRecord[]) {
  return log.flatMap((record) => {
    const decoded = processor.decode(record, bankActivity.partitions)
    return decoded.ok ? [processor.apply(decoded.event, record).eventDocument] : []
  })
}

function transactionOf(event: EventInput): TransactionDocument {
  return documentOf(event).body as TransactionDocument
}

describe('when money moves at the bank', () => {
  test('a payment in euros is worth what it says', () => {
    const { transaction } = transactionOf(
      authorized({ data: { amount: { amount_minor: 1_299, currency: 'EUR' } } }),
    )

    expect(transaction).toMatchObject({ amount_eur_cents: 1_299, amount_eur: 12.99 })
  })

  test('a payment in dollars is converted at the rate of its day, and keeps its own amount', () => {
    const amount = { amount_minor: 10_889, currency: 'USD' }
    const { transaction } = transactionOf(
      authorized({ time: '2025-03-14T12:00:00.000Z', data: { amount } }),
    )

    expect(transaction).toMatchObject({ ...amount, amount_eur_cents: 10_000, amount_eur: 100 })
  })

  test('a payment in a currency without rate has no amount in euros, and says so', () => {
    const { transaction, quality } = transactionOf(
      authorized({ data: { amount: { amount_minor: 5, currency: 'XAU' } } }),
    )

    expect(transaction).not.toHaveProperty('amount_eur_cents')
    expect(transaction).not.toHaveProperty('amount_eur')
    expect(quality.unknown_rate).toBe(true)
  })

  test('the hour and weekday are those of the place, not of the bank', () => {
    const place = { ...lyon, city: 'Tokyo', country: 'JP', zone: 'Asia/Tokyo' }
    const { local } = transactionOf(
      authorized({ time: '2026-10-21T20:30:00.000Z', data: { place } }),
    )

    expect(local).toEqual({ hour: 5, weekday: '4 Thu' })
  })

  test('in a zone that nobody knows they are those of UTC, and the document says so', () => {
    const place = { ...lyon, zone: 'Atlantis/Capital' }
    const { local, quality } = transactionOf(authorized({ data: { place } }))

    expect(local).toEqual({ hour: 8, weekday: '3 Wed' })
    expect(quality.unknown_zone).toBe(true)
  })

  test('a merchant has the category of its code', () => {
    const merchant = { id: 'm-1', name: 'Air Exemple', mcc: '3057' }

    expect(transactionOf(authorized({ data: { merchant } })).merchant).toEqual({
      ...merchant,
      category: 'Airlines',
      group: 'Travel',
    })
  })

  test('a merchant with a code that nobody knows is kept, and marked', () => {
    const merchant = { id: 'm-1', name: 'Chez Personne', mcc: '9999' }
    const document = transactionOf(authorized({ data: { merchant } }))

    expect(document.merchant).toEqual({ ...merchant, category: 'Unknown', group: 'Unknown' })
    expect(document.quality.unknown_category).toBe(true)
  })

  test('a transfer names the bank on the other side, never the person', () => {
    const counterpart = { bank: 'Banque Horizon', name: 'Camille Delacroix' }
    const document = transactionOf(authorized({ data: { channel: 'transfer', counterpart } }))

    expect(document.counterpart).toEqual({ bank: 'Banque Horizon' })
    expect(JSON.stringify(document)).not.toContain('Camille')
  })

  test('without merchant no category is missing', () => {
    const { merchant, ...data } = authorized().data
    const event = { ...authorized(), data } as EventInput

    expect(merchant).toBeDefined()
    expect(transactionOf(event)).not.toHaveProperty('merchant')
    expect(transactionOf(event).quality.unknown_category).toBe(false)
  })
})

describe('what the bank answers', () => {
  test('authorized: with the balance after, without reason', () => {
    const { transaction } = transactionOf(authorized())

    expect(transaction).toMatchObject({ outcome: 'authorized', balance_after_minor: 120_345 })
    expect(transaction).not.toHaveProperty('reason')
  })

  test('declined: with the reason, and no balance, for no money has moved', () => {
    const { transaction } = transactionOf(declined({ data: { reason: 'limit_exceeded' } }))

    expect(transaction).toMatchObject({ outcome: 'declined', reason: 'limit_exceeded' })
    expect(transaction).not.toHaveProperty('balance_after_minor')
  })

  test('reversed: with reason and balance, in the direction in which the money now goes', () => {
    const { transaction } = transactionOf(reversed({ data: { reason: 'duplicate' } }))

    expect(transaction).toMatchObject({
      outcome: 'reversed',
      reason: 'duplicate',
      direction: 'credit',
      balance_after_minor: 120_345,
    })
  })
})

describe('when somebody becomes a customer', () => {
  test('who they are called, when they were born and who looks after them stays in the log', () => {
    const document = documentOf(customerRegistered())
    const text = JSON.stringify(document.body)

    expect(document.index.name).toBe('customer-events')
    expect((document.body as CustomerEventDocument).customer).toMatchObject({
      id: 'c-000042',
      archetype: 'serious_adult',
    })
    for (const personal of ['Camille', 'Delacroix', '1984', 'Hélène', 'Fabre']) {
      expect(text).not.toContain(personal)
    }
  })

  test('their account is a document of its own', () => {
    const { account } = documentOf(accountOpened({ data: { currency: 'CHF' } }))
      .body as CustomerEventDocument

    expect(account).toEqual({
      id: 'c-000042-1',
      kind: 'current',
      currency: 'CHF',
      opening_balance_minor: 150_000,
    })
  })
})

describe('the document of an event', () => {
  test('says where its record is in the log', () => {
    const { body } = documentOf(authorized(), { offset: 7 })

    expect(body).toMatchObject({ kafka: { topic: 'bank.activity', partition: 1, offset: 7 } })
  })

  test('is the same, however often and in whatever company the record is read', () => {
    const good = [customerRegistered(), accountOpened(), authorized(), declined(), reversed()].map(
      (event, offset) => recordOf(event, { offset }),
    )
    const poison = [
      recordOf(authorized(), { value: null }),
      recordOf(authorized(), { value: bytesOf('{"__proto__":{"merchant":{}}}') }),
      recordOf(authorized(), { key: null }),
      recordOf(authorized({ time: '1970-01-01T00:00:00.000Z' })),
    ]

    const alone = documentsOf(good)
    const among = documentsOf(good.flatMap((record) => [...poison, record, ...poison]))

    expect(alone).toHaveLength(good.length)
    expect(among).toEqual(alone)
  })
})

describe('the processor of the bank', () => {
  test('has a name, a version, and states its reference data among its settings', () => {
    const strict = bankProcessor({ firstDay: '2026-01-01', futureToleranceMs: 0 })

    expect([strict.name, strict.version]).toEqual([bankProcessorName, bankProcessorVersion])
    expect(strict.settings).toEqual({
      firstDay: '2026-01-01',
      futureToleranceMs: 0,
      referenceDataHash: defaultFoldSettings.referenceDataHash,
    })
    expect(defaultFoldSettings.referenceDataHash).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{8}){2}$/)
  })

  test('refuses by its own settings', () => {
    const strict = bankProcessor({ firstDay: '2026-10-22', futureToleranceMs: 0 })

    expect(strict.decode(recordOf(authorized()), bankActivity.partitions)).toMatchObject({
      code: 'before-first-day',
    })
  })

  test('has a case for every type of event of its topic', () => {
    const events = [customerRegistered(), accountOpened(), authorized(), declined(), reversed()]

    expect(events.map(({ type }) => type)).toEqual(bankActivity.events.map(({ type }) => type))
    expect(documentsOf(events.map((event) => recordOf(event)))).toHaveLength(events.length)
  })
})
