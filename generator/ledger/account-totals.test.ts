import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { historyRate } from '../plan.ts'
import { dayMs } from '../world/calendar.ts'
import { type Occurrence } from '../world/happenings.ts'
import { World } from '../world/world.ts'
import { AccountTotals } from './account-totals.ts'

const start = Date.UTC(2026, 0, 5)

interface Played {
  readonly occurrence: Occurrence
  readonly value: string
}

/** What happens in a number of days, with the events as they are sent. */
function played(seed: number, customers: number, days: number): Played[] {
  const phases = [{ from: start, perSecond: historyRate(customers), rhythm: 'daily' }] as const
  const world = new World({ seed, start, customers, phases })
  return [...world.eventsUntil(start + days * dayMs)].map((occurrence) => ({
    occurrence,
    value: world.write(occurrence),
  }))
}

function totalsOf(events: readonly Played[]) {
  const totals = new AccountTotals()
  for (const { occurrence, value } of events) totals.add(occurrence, value)
  return [...totals.totals()]
}

interface Told {
  readonly account: string
  readonly currency: string | undefined
  readonly balanceMinor: number
  readonly transactions: number
}

/** What a reader of the events, who takes each for true, knows of an account after the last. */
function toldOf(events: readonly Played[]): Told[] {
  const told = new Map<string, Told>()
  for (const { value } of events) {
    const { data } = JSON.parse(value) as { data: Data }
    const account = data.account_id
    if (account === undefined) continue
    const { currency, balanceMinor = 0, transactions = 0 } = told.get(account) ?? {}
    told.set(account, {
      account,
      currency: data.currency ?? currency,
      balanceMinor: data.balance_after_minor ?? data.opening_balance_minor ?? balanceMinor,
      transactions: transactions + (data.transaction_id === undefined ? 0 : 1),
    })
  }
  return [...told.values()].sort((a, b) => a.account.localeCompare(b.account))
}

interface Data {
  readonly account_id?: string
  readonly transaction_id?: string
  readonly currency?: string
  readonly opening_balance_minor?: number
  readonly balance_after_minor?: number
}

const [registered, opened] = played(1, 1, 1)

describe('the totals of accounts', () => {
  it('are what the last event of each account says, whatever world is played', () => {
    const worlds = fc.tuple(
      fc.nat({ max: 0xffff_ffff }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 20 }),
    )
    fc.assert(
      fc.property(worlds, (world) => {
        const events = played(...world)

        const totals = totalsOf(events)

        const claims = totals.map(({ account, currency, balanceMinor, transactions }) => {
          return { account, currency, balanceMinor, transactions }
        })
        expect(claims).toEqual(toldOf(events))
      }),
      { seed: 7, numRuns: 20 },
    )
  })

  it('have sums that make up the balance', () => {
    const totals = totalsOf(played(3, 60, 20))

    const made = totals.map(
      ({ openingMinor, debitMinor, creditMinor }) => openingMinor - debitMinor + creditMinor,
    )
    expect(made).toEqual(totals.map(({ balanceMinor }) => balanceMinor))
    expect(totals.some(({ debitMinor, creditMinor }) => debitMinor > 0 && creditMinor > 0)).toBe(true) // prettier-ignore
  })

  it('give back what was reversed', () => {
    const events = played(3, 200, 20)
    const reversed = events.find(({ occurrence: { happening } }) => happening.kind === 'reversed')
    if (reversed?.occurrence.happening.kind !== 'reversed') throw tooSmall()
    const { bookedMinor, transaction } = reversed.occurrence.happening

    const [total] = totalsOf([reversed])

    const [credit, debit] = transaction.direction === 'debit' ? [bookedMinor, 0] : [0, bookedMinor]
    expect(total).toMatchObject({ creditMinor: credit, debitMinor: debit, transactions: 1 })
  })

  it('know no currency of an account of which only declined transactions were sent', () => {
    const events = played(3, 60, 20)
    const declined = events.find(({ occurrence: { happening } }) => happening.kind === 'declined')
    if (declined === undefined) throw tooSmall()

    expect(totalsOf([declined])).toMatchObject([{ currency: undefined, transactions: 1 }])
  })

  it('take the currency of an account from a booking where it was opened before', () => {
    const events = played(3, 60, 20)
    const currencies = new Map(totalsOf(events).map(({ account, currency }) => [account, currency]))
    const later = totalsOf(events.filter(({ occurrence: { timeMs } }) => timeMs > start + dayMs))
    const known = later.filter(({ currency }) => currency !== undefined)

    expect(known.length).toBeGreaterThan(40)
    expect(known.filter(({ account, currency }) => currency !== currencies.get(account))).toEqual([]) // prettier-ignore
    expect(new Set(currencies.values()).size).toBeGreaterThan(3)
  })

  it('have no account of somebody who is only registered', () => {
    if (registered === undefined) throw tooSmall()

    expect(totalsOf([registered])).toEqual([])
  })

  it('come in the order of the accounts, however far apart these are and whenever they are seen', () => {
    if (opened === undefined) throw tooSmall()
    const customers = [900_000, 3, 40_000, 2]
    const totals = totalsOf(
      customers.map((customer) => ({ ...opened, occurrence: { ...opened.occurrence, customer } })),
    )

    const accounts = totals.map(({ account }) => account)
    expect(accounts).toHaveLength(4)
    expect(accounts).toEqual(accounts.toSorted((a, b) => a.localeCompare(b)))
    expect(new Set(totals.map(({ balanceMinor }) => balanceMinor)).size).toBe(1)
  })
})

function tooSmall(): Error {
  return new Error('the world is too small for this test')
}
