import { describe, expect, test } from 'vitest'
import { type BankTransaction } from '../../contracts/events/bank-activity.ts'
import { limits } from '../../contracts/limits.ts'
import { type CustomerState } from '../../contracts/indices/customers.ts'
import {
  accountOpened,
  authorized,
  customerRegistered,
  declined,
  type EventInput,
  lyon,
  reversed,
} from '../event-builders.ts'
import { foldedEvents } from '../folded.ts'

type Data = Partial<EventInput<BankTransaction>['data']>

const tokyo = {
  city: 'Tokyo',
  country: 'JP',
  zone: 'Asia/Tokyo',
  location: { lat: 35.68, lon: 139.69 },
}

/** What is known of the customer after these events, in the order of the log. */
function customerAfter(...events: readonly EventInput[]): CustomerState {
  const customer = foldedEvents(events).customers.get('c-000042')
  if (customer === undefined) throw new Error('there is no such customer')
  return customer
}

function paid(cents: number, time: string, data: Data = {}): EventInput {
  const amount = { amount_minor: cents, currency: 'EUR' }
  return authorized({ time, data: { amount, booked: amount, ...data } })
}

function daysIn({ spending_30d }: CustomerState): number {
  return (spending_30d.days as { list: unknown[] }).list.length
}

describe('the profile of a customer', () => {
  test('is what the registration says', () => {
    const { customer, quality } = customerAfter(customerRegistered())

    expect(customer).toMatchObject({
      id: 'c-000042',
      given_name: 'Camille',
      archetype: 'serious_adult',
      residence: 'FR',
      home: { city: 'Lyon' },
    })
    expect(quality.unknown_customer).toBe(false)
  })

  test('never holds who looks after them', () => {
    expect(JSON.stringify(customerAfter(customerRegistered()))).not.toContain('Fabre')
  })

  test('is missing and marked as long as nobody has registered them, and then there', () => {
    const before = customerAfter(authorized())
    const after = customerAfter(authorized(), customerRegistered())

    expect(before.quality.unknown_customer).toBe(true)
    expect(before.customer).toEqual({ id: 'c-000042' })
    expect(after.quality.unknown_customer).toBe(false)
    expect(after.transactions.authorized).toBe(1)
  })

  test('has the age of the newest event', () => {
    const young = customerRegistered({ time: '2024-01-01T00:00:00.000Z', data: { date_of_birth: '2000-03-01' } }) // prettier-ignore
    const eve = paid(100, '2025-02-28T23:59:59.999Z')
    const birthday = paid(100, '2025-03-01T00:00:00.000Z')

    expect(customerAfter(young, eve).customer.age_band).toBe('2 16 to 24')
    expect(customerAfter(young, eve, birthday).customer.age_band).toBe('3 25 to 34')
    expect(customerAfter(young, birthday, eve).customer.age_band).toBe('3 25 to 34')
  })
})

describe('the balance of an account', () => {
  const debit = authorized({ data: { booked: { amount_minor: 10_000, currency: 'EUR' } } })
  const back = reversed({ data: { booked: { amount_minor: 2_500, currency: 'EUR' } } })

  test('is what it began with, what came in, less what went out', () => {
    const { accounts, balance } = customerAfter(accountOpened(), debit, back)

    expect(accounts).toMatchObject([
      { opening_minor: 150_000, debit_minor: 10_000, credit_minor: 2_500, balance_minor: 142_500 },
    ])
    expect(balance).toEqual({ eur_cents: 142_500, eur: 1_425, is_overdrawn: false })
  })

  test('is the same in whatever order late bookings come', () => {
    const balances = [
      [accountOpened(), debit, back],
      [back, debit, accountOpened()],
      [debit, accountOpened(), back],
    ].map((events) => customerAfter(...events).balance.eur_cents)

    expect(balances).toEqual([142_500, 142_500, 142_500])
  })

  test('is what the last booking says, where the log does not know how it began', () => {
    const { accounts } = customerAfter(debit, authorized({ data: { balance_after_minor: -300 } }))

    expect(accounts[0]).toMatchObject({ balance_minor: -300 })
    expect(accounts[0]).not.toHaveProperty('opening_minor')
  })

  test('below zero is overdrawn, and counts against the others', () => {
    const poor = accountOpened({ data: { account_id: 'a-2', opening_balance_minor: -20_000 } })

    expect(customerAfter(accountOpened(), poor).balance).toEqual({
      eur_cents: 130_000,
      eur: 1_300,
      is_overdrawn: true,
    })
  })

  test('in another currency is worth what it was on the day of its last booking', () => {
    const swiss = accountOpened({ time: '2025-03-14T12:00:00.000Z', data: { currency: 'USD', opening_balance_minor: 10_889 } }) // prettier-ignore

    expect(customerAfter(swiss).balance.eur_cents).toBe(10_000)
  })

  test('is not moved by a refusal', () => {
    expect(customerAfter(accountOpened(), declined()).balance.eur_cents).toBe(150_000)
    expect(customerAfter(accountOpened(), declined()).transactions.declined).toBe(1)
  })
})

describe('the accounts of a customer', () => {
  const opened = (at: number) => accountOpened({ data: { account_id: `a-${at}` } })
  const all = Array.from({ length: limits.accountsPerCustomerMax }, (_, at) => opened(at))

  test(`are at most ${limits.accountsPerCustomerMax}: the one that was idle longest gives way`, () => {
    const used = all.map((_, at) =>
      paid(1, new Date(Date.UTC(2026, 9, 21, 8, at)).toISOString(), { account_id: `a-${at}` }),
    )
    const customer = customerAfter(...all, ...used.filter((_, at) => at !== 7), opened(99))

    expect(customer.accounts).toHaveLength(limits.accountsPerCustomerMax)
    expect(customer.accounts.map(({ id }) => id)).not.toContain('a-7')
    expect(customer.accounts.at(-1)?.id).toBe('a-99')
    expect(customer.accounts_left_out).toBe(1)
  })
})

describe('the spending of thirty days', () => {
  const groceries = { merchant: { id: 'm-1', name: 'Rewe', mcc: '5411' } }
  const hotel = { merchant: { id: 'm-2', name: 'Grand Hotel', mcc: '7011' }, place: tokyo }

  test('is by group, with the share abroad', () => {
    const { spending_30d } = customerAfter(
      customerRegistered(),
      paid(3_000, '2026-10-01T10:00:00.000Z', groceries),
      paid(9_000, '2026-10-02T10:00:00.000Z', hotel),
    )

    expect(spending_30d).toMatchObject({
      eur_cents: 12_000,
      foreign_eur_cents: 9_000,
      foreign_share: 0.75,
      by_group: [
        { name: 'Groceries', eur_cents: 3_000 },
        { name: 'Travel', eur_cents: 9_000 },
      ],
    })
  })

  test('holds the newest day and the 29 before it, and nothing older', () => {
    const first = paid(100, '2026-09-01T23:59:59.999Z', groceries)
    const last = paid(1, '2026-09-30T00:00:00.000Z', groceries)
    const next = paid(1, '2026-10-01T00:00:00.000Z', groceries)

    expect(customerAfter(first, last).spending_30d.eur_cents).toBe(101)
    expect(customerAfter(first, last, next).spending_30d.eur_cents).toBe(2)
    expect(daysIn(customerAfter(first, last, next))).toBe(2)
  })

  test('takes a late payment of those days, and leaves an older one out', () => {
    const newest = paid(1, '2026-10-01T00:00:00.000Z', groceries)
    const late = paid(50, '2026-09-02T00:00:00.000Z', groceries)
    const tooLate = paid(50, '2026-09-01T23:59:59.999Z', groceries)

    expect(customerAfter(newest, late).spending_30d.eur_cents).toBe(51)
    expect(customerAfter(newest, tooLate).spending_30d.eur_cents).toBe(1)
  })

  test('is less by what is given back', () => {
    const back = reversed({ time: '2026-10-03T10:00:00.000Z', data: { amount: { amount_minor: 1_000, currency: 'EUR' }, ...groceries } }) // prettier-ignore
    const customer = customerAfter(paid(3_000, '2026-10-01T10:00:00.000Z', groceries), back)

    expect(customer.spending_30d.by_group).toEqual([{ name: 'Groceries', eur_cents: 2_000 }])
    expect(customer.payment.count).toBe(1)
  })

  test('is bounded: thirty days of every group, however long the log is', () => {
    const days = Array.from({ length: 90 }, (_, day) =>
      paid(100 + day, new Date(Date.UTC(2026, 0, 1 + day)).toISOString(), groceries),
    )

    expect(daysIn(customerAfter(...days))).toBe(30)
  })
})

describe('what a customer usually pays', () => {
  test('is mean and variance of the logarithm', () => {
    const cents = [1_000, 2_000, 4_000, 8_000]
    const logs = cents.map((each) => Math.log(each))
    const mean = logs.reduce((a, b) => a + b) / logs.length
    const { payment } = customerAfter(...cents.map((each) => paid(each, '2026-10-01T10:00:00.000Z'))) // prettier-ignore

    expect(payment.count).toBe(4)
    expect(payment.log_mean).toBeCloseTo(mean, 10)
    expect(payment.log_m2).toBeCloseTo(
      logs.reduce((sum, log) => sum + (log - mean) ** 2, 0),
      10,
    )
    expect(payment.typical_eur).toBe(28.28)
  })

  test('says nothing of a payment of nothing', () => {
    expect(customerAfter(paid(0, '2026-10-01T10:00:00.000Z')).payment.count).toBe(0)
  })
})

describe('where a customer was last', () => {
  test('is told by channel, by the time of the event, not by when it arrives', () => {
    const abroad = paid(1, '2026-10-02T10:00:00.000Z', { place: tokyo })
    const late = paid(1, '2026-10-01T10:00:00.000Z', { place: lyon })
    const online = paid(1, '2026-10-01T09:00:00.000Z', { channel: 'online' })

    const { last_places } = customerAfter(abroad, late, online)

    expect(last_places).toMatchObject([
      { channel: 'card_present', city: 'Tokyo', at: '2026-10-02T10:00:00.000Z' },
      { channel: 'online', city: 'Lyon' },
    ])
  })
})
