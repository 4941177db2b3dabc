import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { timeTicks } from './time-ticks.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const start = new Date(2026, 10, 21, 6, 7).getTime()

function minutes(timeMs: number): string {
  const date = new Date(timeMs)
  return `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`
}

describe('timeTicks', () => {
  test('stand at round times', () => {
    const ticks = timeTicks(start, start + 60 * minuteMs, 8)

    expect(ticks.map(minutes)).toEqual(['6:10', '6:20', '6:30', '6:40', '6:50', '7:00'])
  })

  test('stand at midnight when they are days apart, over a change of the clocks too', () => {
    const october = new Date(2026, 9, 1, 12).getTime()

    const ticks = timeTicks(october, october + 60 * dayMs, 10)

    expect(ticks.length).toBeGreaterThan(5)
    expect(ticks.map(minutes)).toEqual(ticks.map(() => '0:00'))
  })

  test('are never more than fit, within the period, in order', () => {
    const spans = fc.integer({ min: 1000, max: 1100 * dayMs })
    fc.assert(
      fc.property(spans, fc.integer({ min: 2, max: 20 }), (spanMs, countMax) => {
        const ticks = timeTicks(start, start + spanMs, countMax)

        expect(ticks.length).toBeLessThanOrEqual(countMax + 1)
        expect(ticks.every((tick) => tick >= start && tick <= start + spanMs)).toBe(true)
        expect(ticks).toEqual([...new Set(ticks)].sort((one, other) => one - other))
      }),
    )
  })
})
