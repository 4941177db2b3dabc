import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { amountBands } from '../contracts/bands.ts'
import { type ActivityState } from '../contracts/indices/activity.ts'
import { type TransactionDocument } from '../contracts/indices/transactions.ts'
import { Channel } from '../contracts/events/bank-activity.ts'
import {
  accountOpened,
  authorized,
  customerRegistered,
  declined,
  type EventInput,
  lyon,
  reversed,
} from './event-builders.ts'
import { type Folded, foldedEvents } from './folded.ts'
import { sumOf } from './sums.ts'

const accounts = ['c-000042-1', 'c-000042-2']
const opening = 150_000
const countries = ['FR', 'DE', 'JP']
const mccs = ['5411', '7011', '9999']

const transaction = fc
  .record({
    kind: fc.constantFrom('authorized', 'declined', 'reversed'),
    account_id: fc.constantFrom(...accounts),
    cents: fc.integer({ min: 0, max: 900_000 }),
    minute: fc.nat({ max: 60 * 24 * 40 }),
    channel: fc.constantFrom(...Channel.options),
    country: fc.constantFrom(...countries),
    mcc: fc.constantFrom(...mccs),
    direction: fc.constantFrom('debit', 'credit'),
  })
  .map(({ kind, account_id, cents, minute, channel, country, mcc, direction }): EventInput => {
    const time = new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString()
    const amount = { amount_minor: cents, currency: 'EUR' }
    const place = { ...lyon, country }
    const merchant = { id: 'm-1', name: 'M', mcc }
    const data = { account_id, amount, channel, place, merchant } as object
    if (kind === 'declined') return declined({ time, data })
    const booked = { ...data, booked: amount, direction } as object
    return kind === 'reversed'
      ? reversed({ time, data: booked })
      : authorized({ time, data: booked })
  })

const beginnings = [
  customerRegistered({ time: '2025-12-01T00:00:00.000Z' }),
  ...accounts.map((account_id) =>
    accountOpened({ time: '2025-12-01T00:00:00.000Z', data: { account_id } }),
  ),
]

/** A history, and the same one in another order. */
const histories = fc
  .array(transaction, { maxLength: 60 })
  .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }))) // prettier-ignore

function documentsOf({ documents }: Folded): TransactionDocument[] {
  return documents.filter(({ index }) => index.name === 'transactions').map(({ body }) => body as TransactionDocument) // prettier-ignore
}

function windowsOf({ activity }: Folded, window: string): ActivityState[] {
  return [...activity.values()].filter((each) => each.window === window)
}

const add = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0)

describe('the sums, over any order of arrival', () => {
  test('of activity are those of transactions, by minute and by hour', () => {
    fc.assert(
      fc.property(histories, ([, events]) => {
        const all = foldedEvents([...beginnings, ...events])
        const documents = documentsOf(all)
        const cents = documents.map(({ transaction: { amount_eur_cents = 0 } }) => amount_eur_cents)
        for (const window of ['minute', 'hour']) {
          const windows = windowsOf(all, window)
          expect(add(windows.map(({ count }) => count))).toBe(events.length)
          expect(add(windows.map(({ amount }) => amount.sum_eur_cents))).toBe(add(cents))
          expect(add(windows.map(({ foreign_count: foreign }) => foreign))).toBe(
            documents.filter(({ transaction: { is_foreign } }) => is_foreign === true).length,
          )
          for (const { field, name } of amountBands) {
            expect(add(windows.map(({ band }) => band[field]))).toBe(
              documents.filter(({ transaction: { amount_band } }) => amount_band === name).length,
            )
          }
        }
      }),
      { seed: 21, numRuns: 300 },
    )
  })

  test('of transactions are the changes of balances', () => {
    fc.assert(
      fc.property(histories, ([, events]) => {
        const all = foldedEvents([...beginnings, ...events])
        const customer = all.customers.get('c-000042')
        const moved = documentsOf(all).map(({ transaction: { booked_minor = 0, direction } }) =>
          direction === 'credit' ? booked_minor : -booked_minor,
        )
        const settled = windowsOf(all, 'minute').filter(({ outcome }) => outcome !== 'declined')
        const net = settled.map(({ amount }) => 2 * amount.credit_eur_cents - amount.sum_eur_cents)

        const change = (customer?.balance.eur_cents ?? 0) - accounts.length * opening
        expect(change).toBe(add(moved))
        expect(change).toBe(add(net))
      }),
      { seed: 22, numRuns: 300 },
    )
  })

  test('and every balance and window are the same in any order', () => {
    fc.assert(
      fc.property(histories, ([events, shuffled]) => {
        const [one, other] = [events, shuffled].map((each) => foldedEvents([...beginnings, ...each])) // prettier-ignore
        const balances = [one, other].map((each) => each?.customers.get('c-000042')?.balance)

        expect(balances[0]).toEqual(balances[1])
        expect(new Map(other?.activity)).toEqual(new Map(one?.activity))
      }),
      { seed: 23, numRuns: 300 },
    )
  })
})

describe('a sum beyond what is exact', () => {
  test('stands still at the limit', () => {
    expect(sumOf(Number.MAX_SAFE_INTEGER, 1)).toBe(Number.MAX_SAFE_INTEGER)
    expect(sumOf(Number.MIN_SAFE_INTEGER, -1)).toBe(Number.MIN_SAFE_INTEGER)
    expect(sumOf(Number.MAX_SAFE_INTEGER, -1)).toBe(Number.MAX_SAFE_INTEGER - 1)
  })
})
