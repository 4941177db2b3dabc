import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AdaptivePacing, type PacingLimits } from './bulk-pacing.ts'

const limits: PacingLimits = {
  inFlight: [1, 4],
  documents: [250, 5000],
  bytesMax: 1 << 20,
  slowMs: 1000,
}

/** Full requests that are answered at once. */
function answerQuickly(pacing: AdaptivePacing, times: number): void {
  for (let time = 0; time < times; time += 1) pacing.onAnswered(50, pacing.documentsMax)
}

describe('the pace of bulk requests', () => {
  it('rises to its ceilings while answers are quick', () => {
    const pacing = new AdaptivePacing(limits)

    answerQuickly(pacing, 40)

    expect([pacing.inFlightMax, pacing.documentsMax]).toEqual([4, 5000])
  })

  it('halves at an overload, down to its floors, and rises again', () => {
    const pacing = new AdaptivePacing(limits)
    answerQuickly(pacing, 40)

    pacing.onOverloaded()
    const once = [pacing.inFlightMax, pacing.documentsMax]
    for (let time = 0; time < 9; time += 1) pacing.onOverloaded()
    const floor = [pacing.inFlightMax, pacing.documentsMax]
    answerQuickly(pacing, 40)

    expect(once).toEqual([2, 2500])
    expect(floor).toEqual([1, 250])
    expect([pacing.inFlightMax, pacing.documentsMax]).toEqual([4, 5000])
  })

  it('makes requests smaller when answers are slow, but not fewer', () => {
    const pacing = new AdaptivePacing(limits)
    answerQuickly(pacing, 40)

    pacing.onAnswered(1500, 5000)

    expect([pacing.inFlightMax, pacing.documentsMax]).toEqual([4, 3750])
  })

  it('learns nothing from the quick answer to a request that was not full', () => {
    const pacing = new AdaptivePacing(limits)
    const before = pacing.documentsMax

    for (let time = 0; time < 40; time += 1) pacing.onAnswered(10, 3)

    expect(pacing.documentsMax).toBe(before)
  })

  it('remembers the half of the smallest request that was too large', () => {
    const pacing = new AdaptivePacing(limits)

    for (const bytes of [1000, 4000, 600]) pacing.onTooLarge(bytes)

    expect(pacing.bytesMax).toBe(300)
  })

  it('keeps within its bounds, whatever happens', () => {
    const happening = fc.oneof(
      fc.record({ latencyMs: fc.integer({ min: 0, max: 5000 }), documents: fc.nat(6000) }),
      fc.constant('overloaded' as const),
    )
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 200 }), (happenings) => {
        const pacing = new AdaptivePacing(limits)
        for (const each of happenings) {
          if (each === 'overloaded') pacing.onOverloaded()
          else pacing.onAnswered(each.latencyMs, each.documents)
        }
        expect(pacing.inFlightMax).toBeGreaterThanOrEqual(1)
        expect(pacing.inFlightMax).toBeLessThanOrEqual(4)
        expect(pacing.documentsMax).toBeGreaterThanOrEqual(250)
        expect(pacing.documentsMax).toBeLessThanOrEqual(5000)
      }),
      { seed: 3 },
    )
  })
})
