import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Instant } from '../contracts/time.ts'
import { epochMsOf } from './instant.ts'

describe('the milliseconds of an instant', () => {
  test.each([
    ['1970-01-01T00:00:00.000Z', 0],
    ['1969-12-31T23:59:59.999Z', -1],
    ['2000-02-29T12:00:00.000Z', 951_825_600_000],
    ['2024-02-29T23:59:59.999Z', 1_709_251_199_999],
    ['2026-12-31T23:59:59.999Z', 1_798_761_599_999],
    ['2100-03-01T00:00:00.000Z', 4_107_542_400_000],
  ])('%s is %d', (instant, expected) => {
    expect(epochMsOf(instant as Instant)).toBe(expected)
  })

  test('are those of Date.parse, from the year 0 to 9999', () => {
    const everyInstant = fc.date({
      min: new Date('0000-01-01T00:00:00.000Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    })

    fc.assert(
      fc.property(everyInstant, (date) => {
        expect(epochMsOf(date.toISOString() as Instant)).toBe(date.getTime())
      }),
      { seed: 7, numRuns: 5_000 },
    )
  })
})
