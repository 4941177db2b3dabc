import { beforeAll, describe, expect, it, vi } from 'vitest'
import { dayMs, hourMs } from '../world/calendar.ts'
import { cityAt } from '../world/cities.ts'
import { type Occurrence } from '../world/happenings.ts'
import { World } from '../world/world.ts'
import { checkRealism } from './check-realism.ts'
import { isAfterPayday } from './declared-spending.ts'
import {
  archetypeOf,
  busyRate,
  isAbroad,
  isDeclined,
  isReversed,
  isSpending,
  mccOf,
  planOf,
  population,
  start,
  swapped,
} from './realism-fixture.ts'
import { type RealismReport } from './report.ts'

// Worlds take seconds where others work beside them.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** Three weeks of a bank that is large enough for every row. */
const large = { plan: planOf(1500), untilMs: start + 21 * dayMs }
/** A fortnight of one that is large enough for every row but the one about trips. */
const customers = 900
const untilMs = start + 14 * dayMs
const plan = planOf(customers)

let largeOccurrences: readonly Occurrence[]
let occurrences: readonly Occurrence[]
let untouched: RealismReport

beforeAll(async () => {
  largeOccurrences = [...new World(large.plan).eventsUntil(large.untilMs)]
  // A customer's life does not depend on how many others there are.
  occurrences = largeOccurrences.filter(
    ({ customer, timeMs }) => customer < customers && timeMs < untilMs,
  )
  untouched = await reportOn(occurrences)
})

/** What a check says of a stream that was tampered with. */
async function reportOn(stream: Iterable<Occurrence>, declared = plan): Promise<RealismReport> {
  return checkRealism({ plan: declared, untilMs, occurrences: stream })
}

function drifting({ rows }: RealismReport): string[] {
  return rows.filter(({ verdict }) => verdict === 'drifts').map(({ name }) => name)
}

function distanceOf({ rows }: RealismReport, name: string): number {
  return rows.find((row) => row.name === name)?.distance ?? NaN
}

describe('the real world', () => {
  it('is as it declares, in each of the distributions', async () => {
    const report = await checkRealism({ ...large, occurrences: largeOccurrences })

    expect(report.rows.map(({ name, verdict }) => `${name}: ${verdict}`)).toEqual([
      'customers by archetype: fits',
      'local hour × category × archetype: fits',
      'category × day: fits',
      'weekday × local hour: fits',
      'arrivals by archetype: fits',
      'waits between arrivals: fits',
      'payday × archetype: fits',
      'amount × category: fits',
      'median amount by category: fits',
      'spread of amounts by category: fits',
      'bought abroad × archetype: fits',
      'declines by channel: fits',
      'reversals by channel: fits',
    ])
    expect(report.fits).toBe(true)
  })

  it('is told with the same words whether it is played or was recorded', async () => {
    expect(await checkRealism({ plan, untilMs })).toEqual(untouched)
  })

  it('says so when there is too little of it to tell', async () => {
    const { rows, fits } = await checkRealism({ plan: planOf(20), untilMs: start + 2 * dayMs })

    expect(rows.filter(({ verdict }) => verdict === 'fits')).toEqual([])
    expect(rows.every(({ verdict }) => verdict === 'too few')).toBe(true)
    expect(fits).toBe(true)
  })
})

describe('a world drifts', () => {
  it('whose days begin three hours late', async () => {
    const late = occurrences.map((occurrence) => ({
      ...occurrence,
      timeMs: occurrence.timeMs + 3 * hourMs,
    }))

    expect(drifting(await reportOn(late))).toEqual(
      expect.arrayContaining(['local hour × category × archetype', 'weekday × local hour']),
    )
  })

  it("that buys one category after the other through the days, as Sparkov's, with every marginal right", async () => {
    const report = await reportOn(
      swapped(
        occurrences,
        (a, b) => mccOf(a).localeCompare(mccOf(b)),
        ({ happening }, other) => ({ ...happening, transaction: other.transaction }),
      ),
    )

    expect(drifting(report)).toEqual(['category × day'])
    for (const name of ['local hour × category × archetype', 'weekday × local hour']) {
      expect(distanceOf(report, name)).toBeCloseTo(distanceOf(untouched, name), 10)
    }
  })

  it('whose amounts belong to other categories, although all amounts together are the same', async () => {
    const report = await reportOn(
      swapped(
        occurrences,
        (a, b) => b.transaction.sequence - a.transaction.sequence,
        ({ happening }, { transaction: { amountMinor } }) => ({
          ...happening,
          transaction: { ...happening.transaction, amountMinor },
        }),
      ),
    )

    expect(drifting(report)).toEqual(
      expect.arrayContaining(['amount × category', 'median amount by category']),
    )
    expect(drifting(report)).not.toContain('local hour × category × archetype')
  })

  it('in which people come at regular times, as often and at the same hours as declared', async () => {
    const seen = new Map<number, number>()
    const everySecond = occurrences.filter(({ customer, timeMs, happening }, index) => {
      if (!isSpending(happening)) return true
      const before = occurrences[index - 1]
      const isSameArrival = before?.customer === customer && before.timeMs === timeMs
      const count = (seen.get(customer) ?? 0) + (isSameArrival ? 0 : 1)
      seen.set(customer, count)
      return count % 2 === 0
    })
    const report = await reportOn(everySecond, planOf(customers, busyRate(customers) / 2))

    expect(drifting(report)).toContain('waits between arrivals')
    expect(drifting(report)).not.toContain('arrivals by archetype')
    expect(drifting(report)).not.toContain('local hour × category × archetype')
  })

  it('in which people come in pairs', async () => {
    const pairs = occurrences.flatMap((occurrence) =>
      isSpending(occurrence.happening)
        ? [occurrence, { ...occurrence, timeMs: occurrence.timeMs + 1000 }]
        : [occurrence],
    )
    const report = await reportOn(pairs, planOf(customers, busyRate(customers) * 2))

    expect(drifting(report)).toContain('waits between arrivals')
  })

  it('that has no children', async () => {
    const others = occurrences.filter(({ customer }) => archetypeOf(customer) !== 'child')

    expect(drifting(await reportOn(others))).toContain('customers by archetype')
  })

  it('in which elders spend nothing', async () => {
    const others = occurrences.filter(
      ({ customer, happening }) =>
        archetypeOf(customer) !== 'spending_elder' || !isSpending(happening),
    )

    expect(drifting(await reportOn(others))).toEqual(
      expect.arrayContaining(['arrivals by archetype', 'local hour × category × archetype']),
    )
  })

  it('in which nothing happens to compulsive adults on payday', async () => {
    const sober = occurrences.filter(({ customer, timeMs, happening, bits: [bits] }) => {
      const local = cityAt(population.home(customer)).clock.localHour(timeMs)
      const isAfter = isAfterPayday(local, population.payday(customer))
      const isOne = archetypeOf(customer) === 'compulsive_adult' && isSpending(happening)
      return !(isOne && isAfter && bits % 2 === 0)
    })

    expect(drifting(await reportOn(sober))).toContain('payday × archetype')
  })

  it('in which nobody buys abroad', async () => {
    const stayed = largeOccurrences.filter((occurrence) => !isAbroad(occurrence))

    const report = await checkRealism({ ...large, occurrences: stayed })

    expect(drifting(report)).toContain('bought abroad × archetype')
  })

  it.each([
    ['nothing is declined', 'declines by channel', isDeclined],
    ['nothing is taken back', 'reversals by channel', isReversed],
  ])('in which %s', async (_, row, isGone) => {
    const report = await reportOn(occurrences.filter((occurrence) => !isGone(occurrence)))

    expect(drifting(report)).toContain(row)
  })
})

describe('a check', () => {
  it('ends when it is told to', async () => {
    const reason = new Error('enough')
    const check = checkRealism({ plan, untilMs, occurrences, signal: AbortSignal.abort(reason) })

    await expect(check).rejects.toBe(reason)
  })

  it('tells how far it has come', async () => {
    const moments: number[] = []
    await checkRealism({
      plan,
      untilMs,
      occurrences,
      onProgress: ({ atMs }) => moments.push(atMs),
    })

    expect(moments.length).toBeGreaterThan(10)
    expect(moments).toEqual(moments.toSorted((a, b) => a - b))
  })
})
