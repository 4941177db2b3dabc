import { describe, expect, test } from 'vitest'
import { activity, type ActivityState } from '../contracts/indices/activity.ts'
import { type TransactionDocument } from '../contracts/indices/transactions.ts'
import { concreteIndexOf } from '../contracts/index-definition.ts'
import { authorized, customerRegistered, type EventInput, lyon } from './event-builders.ts'
import { foldedEvents } from './folded.ts'

const tokyo = { city: 'Tokyo', country: 'JP', zone: 'Asia/Tokyo', location: lyon.location }
const newYork = { city: 'New York', country: 'US', zone: 'America/New_York', location: lyon.location } // prettier-ignore
const amount = { amount_minor: 1_000, currency: 'EUR' }
const groceries = { id: 'm-1', name: 'Rewe', mcc: '5411' }

type Place = typeof lyon | typeof tokyo | typeof newYork

function payment(time: string, place: Place = lyon): EventInput {
  return authorized({ time, data: { amount, booked: amount, merchant: groceries, place } })
}

/** Somebody from Lyon, before anything else. */
function bornOn(day: string): EventInput {
  return customerRegistered({ time: '2019-05-13T08:00:00.000Z', data: { date_of_birth: day } })
}

/** What a payment of theirs becomes everywhere: its document, its windows, their indices. */
function becameOf(time: string, place: Place, born: string) {
  const { documents, activity: windows } = foldedEvents([bornOn(born), payment(time, place)])
  const paid = documents.at(-1)
  if (paid === undefined) throw new Error('there is no document')
  const { local, customer } = paid.body as TransactionDocument
  return {
    there: `${local.weekday} ${local.hour} h`,
    home: `${customer.hour} h`,
    age: customer.age_band,
    index: concreteIndexOf(paid.index, 1, paid.time),
    windows: [...windows.values()].map(windowOf),
  }
}

function windowOf({ window, '@timestamp': begin }: ActivityState): string {
  return `${window} ${begin.slice(0, 16)} in ${concreteIndexOf(activity, 1, begin)}`
}

/** Windows of a minute and of an hour, in the index of their month. */
function windowsAt(minute: string): string[] {
  const index = `tally-activity-v1-${minute.slice(0, 7).replace('-', '.')}`
  return [`minute ${minute} in ${index}`, `hour ${minute.slice(0, 13)}:00 in ${index}`]
}

const december = { index: 'tally-transactions-v1-2026.12' }
const january = { index: 'tally-transactions-v1-2027.01' }

describe('a payment at an edge of the calendar', () => {
  test.each([
    [
      'as a year ends by UTC, in Tokyo',
      '2026-12-31T23:59:59.999Z',
      tokyo,
      { there: '5 Fri 8 h', home: '0 h', ...december, windows: windowsAt('2026-12-31T23:59') },
    ],
    [
      'as a year begins by UTC, in New York',
      '2027-01-01T00:00:00.000Z',
      newYork,
      { there: '4 Thu 19 h', home: '1 h', ...january, windows: windowsAt('2027-01-01T00:00') },
    ],
    [
      'after midnight of New Year in Lyon',
      '2026-12-31T23:00:00.000Z',
      lyon,
      { there: '5 Fri 0 h', ...december, windows: windowsAt('2026-12-31T23:00') },
    ],
    [
      'on a leap day that is over in Tokyo',
      '2024-02-29T23:30:00.000Z',
      tokyo,
      { there: '5 Fri 8 h', home: '0 h', index: 'tally-transactions-v1-2024.02' },
    ],
    [
      'on a leap day that has not begun in New York',
      '2024-02-29T04:59:59.999Z',
      newYork,
      { there: '3 Wed 23 h', home: '5 h', windows: windowsAt('2024-02-29T04:59') },
    ],
    [
      'before the hour that Lyon leaves out',
      '2026-03-29T00:59:59.999Z',
      lyon,
      { there: '7 Sun 1 h', windows: windowsAt('2026-03-29T00:59') },
    ],
    [
      'after the hour that Lyon leaves out',
      '2026-03-29T01:00:00.000Z',
      lyon,
      { there: '7 Sun 3 h', windows: windowsAt('2026-03-29T01:00') },
    ],
    [
      'in the hour that Lyon has twice, first',
      '2026-10-25T00:30:00.000Z',
      lyon,
      { there: '7 Sun 2 h', windows: windowsAt('2026-10-25T00:30') },
    ],
    [
      'in the hour that Lyon has twice, then',
      '2026-10-25T01:30:00.000Z',
      lyon,
      { there: '7 Sun 2 h', windows: windowsAt('2026-10-25T01:30') },
    ],
    [
      'in New York, whose clocks have changed when those of home have not',
      '2026-03-08T07:00:00.000Z',
      newYork,
      { there: '7 Sun 3 h', home: '8 h' },
    ],
    [
      'in New York, whose clocks have not changed when those of home have',
      '2026-10-25T01:00:00.000Z',
      newYork,
      { there: '6 Sat 21 h', home: '2 h' },
    ],
  ] as const)('%s: %s', (_when, time, place, expected) => {
    expect(becameOf(time, place, '1984-06-15')).toMatchObject(expected)
  })
})

describe('the age of who was born on a leap day', () => {
  test.each([
    ['2008-02-29', '2024-02-28T23:59:59.999Z', '1 under 16'],
    ['2008-02-29', '2024-02-29T00:00:00.000Z', '2 16 to 24'],
    ['2000-02-29', '2025-02-28T23:59:59.999Z', '2 16 to 24'],
    ['2000-02-29', '2025-03-01T00:00:00.000Z', '3 25 to 34'],
  ])('%s: at %s they are %s, whatever day it is where they pay', (born, time, age) => {
    for (const place of [lyon, tokyo, newYork]) expect(becameOf(time, place, born).age).toBe(age)
  })
})

describe('the spending of thirty days', () => {
  test.each([
    ['over the end of a year', '2026-12-03T00:00:00.000Z', '2027-01-01T23:59:59.999Z'],
    ['over a leap day', '2024-02-01T00:00:00.000Z', '2024-03-01T23:59:59.999Z'],
    ['over the end of February', '2025-01-31T00:00:00.000Z', '2025-03-01T23:59:59.999Z'],
    ['over a day of 23 hours', '2026-03-01T00:00:00.000Z', '2026-03-30T23:59:59.999Z'],
    ['over a day of 25 hours', '2026-10-01T00:00:00.000Z', '2026-10-30T23:59:59.999Z'],
  ])('%s holds %s at %s, and nothing older', (_over, first, last) => {
    const before = new Date(Date.parse(first) - 1).toISOString()

    expect(spentIn(payment(first), payment(last))).toBe(2_000)
    expect(spentIn(payment(before), payment(last))).toBe(1_000)
  })
})

function spentIn(...payments: readonly EventInput[]): number | undefined {
  return foldedEvents(payments).customers.get('c-000042')?.spending_30d.eur_cents
}
