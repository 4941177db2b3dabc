import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueAxisOf } from './value-axis.ts'

describe('an axis of values', () => {
  it.each([
    [[206_000], [0, 50_000, 100_000, 150_000, 200_000, 250_000]],
    [
      [2600, 300],
      [0, 1000, 2000, 3000],
    ],
    [
      [-350, 120],
      [-400, -300, -200, -100, 0, 100, 200],
    ],
    [[], [0, 1]],
  ])('has round numbers: %j', (values, ticks) => {
    expect(valueAxisOf(values).ticks).toEqual(ticks)
  })

  it('holds zero and all values, and has few ticks', () => {
    const amounts = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 20 })
    fc.assert(
      fc.property(amounts, (values) => {
        const { ticks, lowest, highest } = valueAxisOf(values)

        expect(lowest).toBeLessThanOrEqual(Math.min(0, ...values))
        expect(highest).toBeGreaterThanOrEqual(Math.max(0, ...values))
        expect(ticks.length).toBeGreaterThanOrEqual(2)
        expect(ticks.length).toBeLessThanOrEqual(7)
        expect(ticks).toContain(0)
      }),
      { seed: 7 },
    )
  })
})
