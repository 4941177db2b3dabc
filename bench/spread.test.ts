import { describe, expect, test } from 'vitest'
import { formatSpread, spreadOf } from './spread.ts'

describe('spread', () => {
  test.each([
    [[3], { min: 3, median: 3, max: 3 }],
    [[9, 1, 5], { min: 1, median: 5, max: 9 }],
    [[10, 2, 4, 8], { min: 2, median: 6, max: 10 }],
  ])('%j has its median in the middle of the sorted values', (values, expected) => {
    expect(spreadOf(values)).toEqual(expected)
  })

  test('there is no spread of nothing', () => {
    expect(() => spreadOf([])).toThrow(RangeError)
  })

  test('is written as the median and the range', () => {
    expect(formatSpread({ min: 1200, median: 1234.4, max: 1301 })).toBe('1,234 (1,200 … 1,301)')
    expect(formatSpread({ min: 0.7, median: 0.75, max: 0.8 }, 2)).toBe('0.75 (0.70 … 0.80)')
  })
})
