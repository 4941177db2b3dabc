import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Latencies } from './latencies.ts'

describe('recorded latencies', () => {
  it('have the percentiles of their values, to three digits', () => {
    const values = fc.array(fc.integer({ min: 0, max: 3_000_000 }), { minLength: 1, maxLength: 300 }) // prettier-ignore

    fc.assert(
      fc.property(values, (recorded) => {
        const latencies = new Latencies()
        for (const value of recorded) latencies.record(value)

        const sorted = recorded.toSorted((a, b) => a - b)
        const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? NaN
        const { p50, p99, max } = latencies.summary()
        expect(Math.abs(p50 - at(0.5))).toBeLessThanOrEqual(at(0.5) / 500)
        expect(Math.abs(p99 - at(0.99))).toBeLessThanOrEqual(at(0.99) / 500)
        expect(max).toBe(sorted.at(-1))
      }),
      { seed: 8 },
    )
  })

  it('are all 0 when there are none', () => {
    expect(new Latencies().summary()).toEqual({ p50: 0, p99: 0, max: 0 })
  })

  it('count what is below 0 as 0, and more than a day as a day', () => {
    const latencies = new Latencies()

    for (const ms of [-5, 90_000_000]) latencies.record(ms)

    expect(latencies.summary().max).toBe(86_400_000)
    expect(latencies.summary().p50).toBe(0)
  })
})

describe('latencies that are reset', () => {
  it('have forgotten what was recorded', () => {
    const latencies = new Latencies()
    for (const ms of [10, 20]) latencies.record(ms)
    const before = latencies.count

    latencies.reset()
    latencies.record(5)

    expect([before, latencies.count]).toEqual([2, 1])
    expect(latencies.summary()).toEqual({ p50: 5, p99: 5, max: 5 })
  })
})
