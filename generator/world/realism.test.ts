import { describe, expect, it, vi } from 'vitest'
import { type z } from 'zod'
import {
  type AccountOpened,
  type CustomerRegistered,
  type TransactionAuthorized,
  type TransactionDeclined,
  type TransactionReversed,
} from '../../contracts/events/bank-activity.ts'
import { historyRate, type Phase } from '../plan.ts'
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

const hour = 3_600_000
const day = 24 * hour

function worldOf(phases: readonly Phase[], customers: number): World {
  return new World({ seed: 5, start: phases[0]?.from ?? 0, customers, phases })
}

function transactions(world: World, untilMs: number): WrittenEvent[] {
  return [...world.eventsUntil(untilMs)]
    .map((occurrence) => JSON.parse(world.write(occurrence)) as WrittenEvent)
    .filter((event) => 'channel' in event.data)
}

const start = Date.UTC(2026, 5, 1)
const customers = 400
const world = worldOf([{ from: start, perSecond: historyRate(customers), rhythm: 'daily' }], customers) // prettier-ignore
const all = [...world.eventsUntil(start + 45 * day)].map(
  (occurrence) => JSON.parse(world.write(occurrence)) as WrittenEvent,
)
const homes = new Map(
  all.flatMap(({ subject, data }) => ('home' in data ? [[subject, data.home] as const] : [])),
)
const cardPresent = all.flatMap((event) =>
  'channel' in event.data && event.data.channel === 'card_present'
    ? [{ ...event.data, subject: event.subject, ms: Date.parse(event.time), type: event.type }]
    : [],
)

const clocks = new Map<string, Intl.DateTimeFormat>()

function localHour(ms: number, timeZone: string): number {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' })
  clocks.set(timeZone, clock)
  return Number(clock.format(ms))
}

describe('day and night', () => {
  const purchases = cardPresent.filter(({ type }) => type.includes('authorized'))

  it.each(['Europe/Paris', 'America/New_York', 'Asia/Tokyo'])(
    'are those of the place: %s sleeps at four and shops at six in the evening',
    (zone) => {
      const there = purchases.filter(({ place }) => place.zone === zone)
      const at = (wanted: number) =>
        there.filter(({ ms }) => localHour(ms, zone) === wanted).length / there.length

      expect(there.length).toBeGreaterThan(300)
      expect(at(4)).toBeLessThan(0.01)
      expect(at(18)).toBeGreaterThan(0.06)
    },
  )

  it('belong to what is bought: bakeries sell in the morning, bars at night, in one and the same world', () => {
    const isNight = (hourOfDay: number) => hourOfDay >= 20 || hourOfDay < 4
    const nightShare = (mcc: string) => {
      const bought = purchases.filter(({ merchant }) => merchant?.mcc === mcc)
      const night = bought.filter(({ ms, place }) => isNight(localHour(ms, place.zone)))
      return night.length / bought.length
    }

    expect(nightShare('5462')).toBe(0)
    expect(nightShare('5813')).toBeGreaterThan(0.5)
  })

  it('go on through the end of daylight saving time', () => {
    const from = Date.UTC(2026, 9, 24)
    const autumn = worldOf([{ from, perSecond: historyRate(1500), rhythm: 'daily' }], 1500)
    const events = transactions(autumn, from + 2 * day)
    const inBerlin = events.filter(
      ({ data }) => 'place' in data && data.place.zone === 'Europe/Berlin',
    )

    const hours = inBerlin.map(({ time }) => localHour(Date.parse(time), 'Europe/Berlin'))

    // 25 October 2026 has its hour from two to three twice in Berlin; nothing comes out of order.
    expect(new Set(hours).size).toBeGreaterThan(18)
    expect(hours.filter((each) => each === 18).length).toBeGreaterThan(
      5 * hours.filter((each) => each === 3).length,
    )
  })
})

describe('places', () => {
  it('are abroad for some of what is bought in person, and for more of what is bought online', () => {
    const foreign = (channel: string) => {
      const bought = all.flatMap(({ subject, data }) =>
        'channel' in data && data.channel === channel ? [{ subject, place: data.place }] : [],
      )
      const abroad = bought.filter(
        ({ subject, place }) => place.country !== homes.get(subject)?.country,
      )
      return abroad.length / bought.length
    }

    expect(foreign('card_present')).toBeGreaterThan(0.02)
    expect(foreign('card_present')).toBeLessThan(0.12)
    expect(foreign('online')).toBeGreaterThan(0.08)
    expect(foreign('online')).toBeLessThan(0.2)
    expect(foreign('direct_debit')).toBe(0)
  })

  it('are never changed faster than an aeroplane flies', () => {
    const last = new Map<string, (typeof cardPresent)[number]>()
    let fastestKmPerHour = 0

    for (const purchase of cardPresent) {
      if (purchase.type.includes('reversed')) continue
      const before = last.get(purchase.subject)
      last.set(purchase.subject, purchase)
      if (before === undefined || before.place.city === purchase.place.city) continue
      const hours = (purchase.ms - before.ms) / hour
      const speed = distanceKm(before.place.location, purchase.place.location) / hours
      fastestKmPerHour = Math.max(fastestKmPerHour, speed)
    }

    expect(fastestKmPerHour).toBeGreaterThan(10)
    expect(fastestKmPerHour).toBeLessThan(900)
  })
})

describe('lives', () => {
  const archetypes = new Map(
    all.flatMap(({ subject, data }) =>
      'archetype' in data ? [[subject, data.archetype] as const] : [],
    ),
  )

  it('differ by archetype: a child only receives, an elder goes to the pharmacy, a teenager does not', () => {
    const of = (archetype: string) =>
      all.flatMap(({ subject, data }) =>
        'channel' in data && archetypes.get(subject) === archetype ? [data] : [],
      )
    const pharmacies = (archetype: string) => {
      const theirs = of(archetype)
      return theirs.filter(({ merchant }) => merchant?.mcc === '5912').length / theirs.length
    }

    expect(of('child').length).toBeGreaterThan(20)
    expect(of('child').every(({ direction }) => direction === 'credit')).toBe(true)
    expect(pharmacies('spending_elder')).toBeGreaterThan(0.05)
    expect(pharmacies('rich_teenager')).toBe(0)
  })

  it('are paid on a workday, once a month', () => {
    const salaries = all.flatMap(({ subject, time, data }) =>
      archetypes.get(subject) === 'serious_adult' &&
      'channel' in data &&
      data.direction === 'credit' &&
      data.counterpart?.name.includes(' & ') === true
        ? [{ subject, ms: Date.parse(time), zone: data.place.zone, data }]
        : [],
    )
    const wages = salaries.filter(({ ms, zone }) => localHour(ms, zone) < 10)
    const weekend = wages.filter(({ ms, zone }) =>
      ['Sat', 'Sun'].includes(
        new Intl.DateTimeFormat('en', { timeZone: zone, weekday: 'short' }).format(ms),
      ),
    )

    expect(wages.length).toBeGreaterThan(150)
    expect(weekend.length / wages.length).toBeLessThan(0.1)
  })
})

describe('rate', () => {
  const from = Date.UTC(2026, 1, 4)

  it('follows the phases', () => {
    const phased = worldOf(
      [
        { from, perSecond: 2, rhythm: 'steady' },
        { from: from + hour, perSecond: 20, rhythm: 'steady' },
      ],
      1000,
    )
    const quiet = transactions(phased, from + hour).length
    const busy = transactions(phased, from + 2 * hour).length

    expect(quiet / 3600).toBeCloseTo(2, 0)
    expect(busy / 3600 / 20).toBeGreaterThan(0.93)
    expect(busy / 3600 / 20).toBeLessThan(1.07)
  })

  it('is the same at every hour when it is steady', () => {
    const steady = worldOf([{ from, perSecond: 1, rhythm: 'steady' }], 2000)
    const hours = Array.from(
      { length: 24 },
      (_, index) => transactions(steady, from + (index + 1) * hour).length / 3600,
    )

    expect(Math.min(...hours)).toBeGreaterThan(0.88)
    expect(Math.max(...hours)).toBeLessThan(1.12)
  })

  it('is about 300,000 events in the month of the demo', () => {
    const demo = worldOf([{ from, perSecond: historyRate(5000), rhythm: 'daily' }], 5000)
    const tenDays = [...demo.eventsUntil(from + 10 * day)].length

    expect(tenDays * 3).toBeGreaterThan(270_000)
    expect(tenDays * 3).toBeLessThan(330_000)
  })
})

function distanceKm(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const radians = Math.PI / 180
  const cosine =
    Math.sin(a.lat * radians) * Math.sin(b.lat * radians) +
    Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.cos((a.lon - b.lon) * radians)
  return Math.acos(Math.min(1, cosine)) * 6371
}
