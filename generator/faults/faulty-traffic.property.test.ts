import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Departure } from '../departure.ts'
import { attributeOf } from './envelope-text.ts'
import { FaultPlan } from './fault-plan.ts'
import {
  business,
  drained,
  end,
  faulty,
  from,
  multiset,
  ofBusiness,
  partOf,
  type Setting,
  start,
  withoutTimes,
} from './traffic-fixture.ts'

const share = fc.double({ min: 0, max: 0.5, noNaN: true })
const longest = fc.integer({ min: 1, max: 60 })

/** Plans as somebody may write them, with shares that let things meet. */
const plans: fc.Arbitrary<FaultPlan> = fc
  .record(
    {
      duplicates: fc.record({
        share,
        near: fc.record({ longest_seconds: longest }),
        far_share: share,
        far: fc.record({ longest_seconds: fc.integer({ min: 60, max: 400 }) }),
      }),
      reordered: fc.record({ share, longest_seconds: longest }),
      late: fc.record({ share, longest_seconds: fc.integer({ min: 60, max: 400 }) }),
      clocks: fc.constant([
        { producer: 2, drift_ppm: 500, steps: [] },
        { producer: 5, steps: [{ after_seconds: 60, offset_seconds: -240 }, { after_seconds: 180, offset_seconds: 0 }] }, // prettier-ignore
      ]),
      poison: fc.record({ share }),
      crashes: fc.record({
        every_seconds: fc.integer({ min: 5, max: 200 }),
        replayed: fc.integer({ min: 1, max: 50 }),
      }),
    },
    { requiredKeys: [] },
  )
  .map((plan) => FaultPlan.parse(plan))

const settings: fc.Arbitrary<Setting> = fc.record({
  seed: fc.nat({ max: 0xffff_ffff }),
  plan: plans,
  endMs: fc.option(fc.integer({ min: from + 1, max: end }), { nil: undefined }),
})
const runs = { seed: 7, numRuns: 40 }

describe('faulty traffic', () => {
  it('has the same business events with faults on and off, but for the time of wrong clocks', () => {
    const expected = withoutTimes(business)
    fc.assert(
      fc.property(settings, (setting) => {
        const applied = drained(faulty(setting)).filter(({ fate }) => fate === 'applied')

        expect(withoutTimes(applied)).toEqual(expected)
      }),
      runs,
    )
  })

  it('applies the first departure of each id, and no other', () => {
    fc.assert(
      fc.property(settings, (setting) => {
        const seen = new Set<string>()
        for (const { value, fate } of ofBusiness(drained(faulty(setting)))) {
          const id = attributeOf(value, 'id') ?? ''
          expect(fate).toBe(seen.has(id) ? 'duplicate' : 'applied')
          seen.add(id)
        }
        expect(seen.size).toBe(business.length)
      }),
      runs,
    )
  })

  it('comes in the order in which it leaves, and is announced', () => {
    fc.assert(
      fc.property(settings, (setting) => {
        const traffic = faulty(setting)
        let lastMs = 0
        for (;;) {
          const { nextMs } = traffic
          const departure = traffic.next(Infinity)
          if (departure === undefined) break
          expect(departure.leavesMs).toBeGreaterThanOrEqual(Math.max(nextMs, lastMs))
          lastMs = departure.leavesMs
        }
        expect(traffic.nextMs).toBe(Infinity)
      }),
      runs,
    )
  })

  it('is the same whatever the steps in which it is asked for', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(settings, steps, (setting, lengths) => {
        const traffic = faulty(setting)
        const stepped: Departure[] = []
        let untilMs = start
        for (let step = 0; untilMs < end + 500_000; step += 1) {
          untilMs += lengths[step % lengths.length] ?? 1
          for (const departure of drained(traffic, untilMs)) {
            expect(departure.leavesMs).toBeLessThan(untilMs)
            stepped.push(departure)
          }
        }

        expect([...stepped, ...drained(traffic)]).toEqual(drained(faulty(setting)))
      }),
      { seed: 7, numRuns: 20 },
    )
  })

  it('is the same multiset when its producers are played apart', () => {
    fc.assert(
      fc.property(settings, fc.constantFrom(2, 4, 8), (setting, parts) => {
        const apart = Array.from({ length: parts }, (_, part) =>
          drained(faulty(setting, partOf(part, parts))),
        ).flat()

        expect(multiset(apart)).toEqual(multiset(drained(faulty(setting))))
      }),
      runs,
    )
  })

  it('has no fault before the live part', () => {
    fc.assert(
      fc.property(settings, (setting) => {
        const before = drained(faulty(setting), from)

        expect(before).toEqual(business.filter(({ leavesMs }) => leavesMs < from))
      }),
      runs,
    )
  })
})
