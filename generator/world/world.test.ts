import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type z } from 'zod'
import {
  Archetype,
  bankActivity,
  type BankEvent,
  type AccountOpened,
  type CustomerRegistered,
  type TransactionAuthorized,
  type TransactionDeclined,
  type TransactionReversed,
} from '../../contracts/events/bank-activity.ts'
import { historyRate, type WorldPlan } from '../plan.ts'
import { World } from './world.ts'

type WrittenEvent = z.input<
  | typeof CustomerRegistered
  | typeof AccountOpened
  | typeof TransactionAuthorized
  | typeof TransactionDeclined
  | typeof TransactionReversed
>

// Worlds take seconds where others work beside them.
vi.setConfig({ testTimeout: 60_000 })

const day = 86_400_000
const start = Date.UTC(2026, 0, 5)

function plan(changes: Partial<WorldPlan> = {}): WorldPlan {
  const customers = changes.customers ?? 300
  const perSecond = historyRate(customers)
  return { seed: 1, start, customers, phases: [{ from: start, perSecond, rhythm: 'daily' }], ...changes } // prettier-ignore
}

function eventsOf(world: World, days: number): WrittenEvent[] {
  return [...world.eventsUntil(world.plan.start + days * day)].map(
    (each) => JSON.parse(world.write(each)) as WrittenEvent,
  )
}

function only<Of extends BankEvent['type']>(events: readonly WrittenEvent[], type: Of) {
  return events.filter((event): event is Extract<WrittenEvent, { type: Of }> => event.type === type)
}

/** One month of 300 customers, which most tests look at. */
const month = eventsOf(new World(plan()), 30)

const registrations = only(month, 'bank.customer.registered.v1')
const openings = only(month, 'bank.account.opened.v1')
const authorizations = only(month, 'bank.transaction.authorized.v1')
const declines = only(month, 'bank.transaction.declined.v1')
const reversals = only(month, 'bank.transaction.reversed.v1')

describe('a world', () => {
  it('writes events that their contracts accept as they are', () => {
    const schemas = new Map<string, (typeof bankActivity.events)[number]['schema']>(
      bankActivity.events.map(({ type, schema }) => [type, schema]),
    )

    const world = new World(plan())

    const refused = [...world.eventsUntil(start + 30 * day)].flatMap((occurrence) => {
      const text = world.write(occurrence)
      const written = JSON.parse(text) as WrittenEvent
      const parsed = schemas.get(written.type)?.safeParse(written)
      return JSON.stringify(parsed?.data) === text ? [] : [{ text, error: parsed?.error }]
    })

    expect(refused).toEqual([])
  })

  it('has every type of event', () => {
    const types = new Set(month.map(({ type }) => type))

    expect(types).toEqual(new Set(bankActivity.events.map(({ type }) => type)))
  })

  it('tells events in the order of time, and records each within 40 ms', () => {
    const times = month.map(({ time }) => Date.parse(time))
    const delays = month.map(
      ({ time, recordedtime }) => Date.parse(recordedtime) - Date.parse(time),
    )

    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(2)
    expect(Math.max(...delays)).toBeLessThanOrEqual(40)
  })

  it('gives each event an id of its own that carries its time', () => {
    const ids = month.map(({ id }) => id)
    const times = ids.map((id) => parseInt(id.replaceAll('-', '').slice(0, 12), 16))

    expect(new Set(ids).size).toBe(month.length)
    expect(times).toEqual(month.map(({ time }) => Date.parse(time)))
  })

  it('gives each transaction an id of its own, which only its reversal shares', () => {
    const transactions = [...authorizations, ...declines].map(({ data }) => data.transaction_id)

    expect(new Set(transactions).size).toBe(transactions.length)
  })

  it('registers everybody in its first minute', () => {
    const times = registrations.map(({ time }) => Date.parse(time))

    expect(registrations).toHaveLength(300)
    expect(Math.max(...times)).toBeLessThan(start + 60_000)
  })

  it('has nothing happen to a customer before the registration, nor to an account before its opening', () => {
    const known = new Set<string>()

    const tooEarly = month.filter((event) => {
      if (event.type === 'bank.customer.registered.v1') return !known.add(event.subject)
      if (event.type !== 'bank.account.opened.v1') return !known.has(event.data.account_id)
      known.add(event.data.account_id)
      return !known.has(event.subject)
    })

    expect(tooEarly).toEqual([])
  })

  it('has customers of all six archetypes, near their shares', () => {
    const shares = Archetype.options.map(
      (archetype) => registrations.filter(({ data }) => data.archetype === archetype).length / 300,
    )

    for (const [index, share] of [0.22, 0.42, 0.06, 0.16, 0.09, 0.05].entries()) {
      expect(shares[index]).toBeCloseTo(share, 1)
    }
    expect(Math.min(...shares)).toBeGreaterThan(0.03)
  })
})

type Money = Pick<
  (typeof reversals)[number]['data'],
  'account_id' | 'direction' | 'amount' | 'booked'
>

function isPartOf(back: Money, original: Money): boolean {
  return (
    back.account_id === original.account_id &&
    back.direction !== original.direction &&
    back.amount.currency === original.amount.currency &&
    back.amount.amount_minor <= original.amount.amount_minor &&
    back.booked.amount_minor <= original.booked.amount_minor
  )
}

describe('money', () => {
  it('adds up on every account, to the minor unit', () => {
    const balances = new Map(
      openings.map(({ data }) => [data.account_id, data.opening_balance_minor]),
    )

    const wrong = month.filter(({ data }) => {
      if (!('balance_after_minor' in data)) return false
      const { account_id: account, direction, booked, balance_after_minor: after } = data
      const before = balances.get(account) ?? NaN
      balances.set(account, after)
      const change = direction === 'debit' ? -booked.amount_minor : booked.amount_minor
      return before + change !== after
    })

    expect(wrong).toEqual([])
  })

  it('never goes below the overdraft', () => {
    const limits = new Map(
      openings.map(({ data }) => [data.account_id, data.overdraft_limit_minor]),
    )

    const beyond = authorizations.filter(
      ({ data }) => data.balance_after_minor < -(limits.get(data.account_id) ?? NaN),
    )

    expect(beyond).toEqual([])
  })

  it('is booked in the currency of the account', () => {
    const currencies = new Map(openings.map(({ data }) => [data.account_id, data.currency]))

    const booked = [...authorizations, ...reversals].filter(
      ({ data }) => data.booked.currency !== currencies.get(data.account_id),
    )

    expect(booked).toEqual([])
  })

  it('comes back at most as much as was authorized, to the same account and the other way', () => {
    const authorized = new Map(authorizations.map((event) => [event.data.transaction_id, event]))

    const wrong = reversals.filter(({ data, time }) => {
      const original = authorized.get(data.transaction_id)
      return original === undefined || original.time >= time || !isPartOf(data, original.data)
    })

    expect(reversals.length).toBeGreaterThan(100)
    expect(wrong).toEqual([])
  })

  it('is refused for each of the reasons, and seldom', () => {
    const reasons = new Set(declines.map(({ data }) => data.reason))

    expect([...reasons].toSorted()).toEqual(['insufficient_funds', 'limit_exceeded', 'suspected_fraud', 'wrong_pin']) // prettier-ignore
    expect(declines.length / month.length).toBeGreaterThan(0.005)
    expect(declines.length / month.length).toBeLessThan(0.05)
  })
})

describe('determinism', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  /** Of the first 20,000 events, asked for in steps of an hour, a day, or all at once. */
  function sha256(stepMs: number): string {
    const world = new World(plan())
    const hash = createHash('sha256')
    let left = 20_000
    for (let until = start; left > 0;) {
      until += stepMs
      for (const occurrence of world.eventsUntil(until)) {
        if (left === 0) break
        hash.update(world.write(occurrence))
        left -= 1
      }
    }
    return hash.digest('hex')
  }

  it('gives the same bytes in any time zone of the machine', () => {
    const hashes = ['UTC', 'Asia/Tokyo', 'America/New_York'].map((zone) => {
      vi.stubEnv('TZ', zone)
      return { hash: sha256(365 * day), offset: new Date(start).getTimezoneOffset() }
    })

    expect(new Set(hashes.map(({ offset }) => offset)).size).toBe(3)
    expect(new Set(hashes.map(({ hash }) => hash)).size).toBe(1)
  })

  it('gives the same bytes in steps of any length', () => {
    expect(sha256(3_600_000)).toBe(sha256(365 * day))
    expect(sha256(day + 12_345)).toBe(sha256(365 * day))
  })

  it('gives another world for another seed', () => {
    const [first] = eventsOf(new World(plan({ seed: 2 })), 1)

    expect(first).not.toEqual(month[0])
  })

  it('hands out every event when a reader stops in the middle and comes back', () => {
    const world = new World(plan())
    const told: string[] = []

    for (let turn = 0; turn < 500; turn += 1) {
      for (const occurrence of world.eventsUntil(start + day)) {
        told.push(world.idOf(occurrence))
        break
      }
    }

    expect(told).toEqual(month.slice(0, 500).map(({ id }) => id))
  })

  it('does not let a life depend on how many others there are', () => {
    // Twice the customers at twice the rate: the first half of them live as before.
    const twice = plan({ customers: 600 })

    const lives = eventsOf(new World(twice), 5).filter(({ subject }) => subject < 'c-000300')

    const alone = month.filter(({ time }) => Date.parse(time) < start + 5 * day)
    expect(lives.map(({ id }) => id)).toEqual(alone.map(({ id }) => id))
  })
})
