import { describe, expect, it } from 'vitest'
import { deadLetterCodes } from '../../contracts/dead-letter.ts'
import { type Departure } from '../departure.ts'
import { producerOf } from '../world/producers.ts'
import { attributeOf } from './envelope-text.ts'
import { FaultPlan } from './fault-plan.ts'
import {
  business,
  drained,
  end,
  everything,
  faulty,
  from,
  multiset,
  ofBusiness,
  partOf,
  start,
  withoutTimes,
} from './traffic-fixture.ts'

describe('faulty traffic', () => {
  it('changes no byte of an event whose producer has a right clock', () => {
    const values = new Set(business.map(({ value }) => value))
    const strange = ofBusiness(drained(faulty(everything))).filter(
      ({ value }) => !values.has(value),
    )

    const producersOfStrange = new Set(
      strange.map(({ occurrence }) => producerOf(occurrence?.customer ?? -1)),
    )
    expect(producersOfStrange).toEqual(new Set([2]))
  })

  it('moves the time of an event by the offset of its clock and leaves the recorded time', () => {
    const steps = [{ after_seconds: 0, offset_seconds: -240 }]
    const plan = FaultPlan.parse({ clocks: [{ producer: 2, steps }] })
    const live = drained(faulty({ seed: 1, plan })).filter(
      ({ leavesMs, occurrence }) =>
        leavesMs >= from && producerOf(occurrence?.customer ?? -1) === 2,
    )

    const offsets = live.map(
      ({ value, leavesMs }) => Date.parse(attributeOf(value, 'time') ?? '') - leavesMs,
    )
    const recorded = live.map(
      ({ value, occurrence }) =>
        Date.parse((JSON.parse(value) as { recordedtime: string }).recordedtime) ===
        occurrence?.recordedMs,
    )

    expect(live.length).toBeGreaterThan(10)
    expect(new Set(offsets)).toEqual(new Set([-240_000]))
    expect(new Set(recorded)).toEqual(new Set([true]))
  })

  it('has events whose duplicate leaves before them', () => {
    const overtaken = ofBusiness(drained(faulty(everything))).filter(
      ({ fate, leavesMs, occurrence }) =>
        fate === 'applied' && leavesMs > (occurrence?.timeMs ?? 0),
    )

    expect(overtaken.length).toBeGreaterThan(50)
  })

  it('is the same multiset however customers are parted when no producer crashes', () => {
    const { crashes: _crashes, ...plan } = everything.plan
    const setting = { ...everything, plan }
    const apart = [0, 1, 2].flatMap((part) => drained(faulty(setting, partOf(part, 3))))

    expect(multiset(apart)).toEqual(multiset(drained(faulty(setting))))
  })

  it('is the traffic itself when the plan is empty', () => {
    expect(drained(faulty({ seed: 1, plan: {} }))).toEqual(business)
  })

  it('gives other faults for another seed', () => {
    const other = drained(faulty({ ...everything, seed: 2 }))

    expect(multiset(other)).not.toEqual(multiset(drained(faulty(everything))))
  })

  it('spares events and counts them when too many departures wait', () => {
    const traffic = faulty({ ...everything, heldMax: 4 })
    const departures = drained(traffic)

    const applied = departures.filter(({ fate }) => fate === 'applied')
    expect(traffic.forgone).toBeGreaterThan(0)
    expect(withoutTimes(applied)).toEqual(withoutTimes(business))
  })

  it('lets an event that would be late beyond the end leave once and before it, as applied', () => {
    const plan = FaultPlan.parse({ late: { share: 1, longest_seconds: 86_400 } })
    const departures = drained(faulty({ seed: 1, plan, endMs: end }))

    expect(multiset(departures.map(whenItHappened))).toEqual(multiset(business))
    expect(departures.filter(({ leavesMs }) => leavesMs >= end)).toEqual([])
    const inLastMs = departures.filter(({ leavesMs }) => leavesMs === end - 1)
    expect(inLastMs.length).toBeGreaterThan(100)
  })

  it('applies the first of the copies that leave in the last millisecond', () => {
    const plan = FaultPlan.parse({
      late: { share: 0.5, longest_seconds: 86_400 },
      duplicates: { share: 1, far_share: 1 },
    })
    const departures = drained(faulty({ seed: 1, plan, endMs: end }))

    const fates = new Map<string, string[]>()
    for (const { value, fate } of departures.filter(({ leavesMs }) => leavesMs === end - 1)) {
      const id = attributeOf(value, 'id') ?? ''
      fates.set(id, [...(fates.get(id) ?? []), fate])
    }
    const pairs = [...fates.values()].filter(({ length }) => length === 2)
    expect(pairs.length).toBeGreaterThan(50)
    expect(pairs).toEqual(pairs.map(() => ['applied', 'duplicate']))
    expect(departures.filter(({ leavesMs }) => leavesMs >= end)).toEqual([])
  })

  it('spares what happens after the end', () => {
    const endMs = from + 60_000
    const afterEnd = drained(faulty({ ...everything, endMs })).filter(
      ({ leavesMs, occurrence }) => leavesMs >= endMs && occurrence !== undefined,
    )
    const events = afterEnd.filter(({ fate }) => fate !== 'duplicate')

    expect(events).toEqual(business.filter(({ leavesMs }) => leavesMs >= endMs))
  })

  it('has the shares that were asked for', () => {
    const live = business.filter(({ leavesMs }) => leavesMs >= from).length
    const count = (plan: unknown, is: (departure: Departure) => boolean) =>
      drained(faulty({ seed: 5, plan: FaultPlan.parse(plan) })).filter(is).length / live

    const isHeld = ({ leavesMs, occurrence }: Departure) => leavesMs > (occurrence?.timeMs ?? 0)
    expect(count({ duplicates: { share: 0.3 } }, ({ fate }) => fate === 'duplicate')).toBeCloseTo(0.3, 1) // prettier-ignore
    expect(count({ reordered: { share: 0.3 } }, isHeld)).toBeCloseTo(0.3, 1)
    expect(count({ late: { share: 0.3 } }, isHeld)).toBeCloseTo(0.3, 1)
    expect(count({ poison: { share: 0.3 } }, ({ fate }) => fate in deadLetterCodes)).toBeCloseTo(0.3, 1) // prettier-ignore
  })

  it('lets later events of a key pass one that is reordered', () => {
    const plan = FaultPlan.parse({ reordered: { share: 0.3, longest_seconds: 60 } })
    const lastOf = new Map<string, number>()
    const overtaken = drained(faulty({ seed: 1, plan })).filter(({ key, occurrence }) => {
      const timeMs = occurrence?.timeMs ?? 0
      const isOvertaken = timeMs < (lastOf.get(key) ?? 0)
      lastOf.set(key, Math.max(timeMs, lastOf.get(key) ?? 0))
      return isOvertaken
    })

    expect(overtaken.length).toBeGreaterThan(20)
  })

  it('has every kind of poison, with ids that no other message has', () => {
    const departures = drained(faulty(everything))
    const poison = departures.filter(({ fate }) => fate in deadLetterCodes)

    expect(new Set(poison.map(({ fate }) => fate))).toEqual(
      new Set(['not-json', 'schema-violated', 'unknown-type', 'in-future', 'before-first-day', 'too-large', 'empty', 'misrouted']), // prettier-ignore
    )
    const ids = poison.flatMap(({ value }) => attributeOf(value, 'id') ?? [])
    const known = new Set(business.map(({ value }) => attributeOf(value, 'id')))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => known.has(id))).toEqual([])
  })

  it('spares who becomes a customer', () => {
    const kinds = drained(faulty({ ...everything, from: start }))
      .filter(({ fate }) => fate === 'duplicate')
      .map(({ occurrence }) => occurrence?.happening.kind)

    expect(kinds).toContain('authorized')
    expect(kinds).not.toContain('registered')
    expect(kinds).not.toContain('opened')
  })
})

function whenItHappened(departure: Departure): Departure {
  return { ...departure, leavesMs: departure.occurrence?.timeMs ?? NaN }
}
