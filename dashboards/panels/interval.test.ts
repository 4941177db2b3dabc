import { describe, expect, test } from 'vitest'
import {
  autoInterval,
  bucketsMax,
  checkBucketCount,
  dateHistogramInterval,
  parseInterval,
} from './interval.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

describe('autoInterval', () => {
  test.each([
    [2000, '40ms'],
    [15 * 60_000, '30s'],
    [hourMs, '1m'],
    [24 * hourMs, '30m'],
    [7 * dayMs, '3h'],
    [30 * dayMs, '12h'],
    [90 * dayMs, '1d'],
    [1000 * dayMs, '1w'],
    [1100 * dayMs, '1M'],
  ])('is for %i ms what Kibana chooses: %s', (spanMs, expression) => {
    expect(autoInterval(spanMs).expression).toBe(expression)
  })
})

describe('dateHistogramInterval', () => {
  test.each([
    ['1h', { calendar_interval: '1h' }],
    ['3h', { fixed_interval: '3h' }],
    ['1s', { fixed_interval: '1s' }],
    ['24h', { fixed_interval: '24h' }],
    ['1M', { calendar_interval: '1M' }],
  ])('tells Elasticsearch %s as it can', (expression, expected) => {
    expect(dateHistogramInterval(parseInterval(expression))).toEqual(expected)
  })

  test('refuses several months', () => {
    expect(() => dateHistogramInterval(parseInterval('2M'))).toThrow('no interval 2M')
  })
})

describe('parseInterval', () => {
  test.each(['', '5', 'm', '0m', '-1h', '1.5h', '1q', '9999999s'])('refuses %j', (expression) => {
    expect(() => parseInterval(expression)).toThrow('expected an interval such as 30m or 1d')
  })
})

describe('checkBucketCount', () => {
  test(`allows ${bucketsMax} buckets and no more`, () => {
    const second = parseInterval('1s')

    expect(() => {
      checkBucketCount(bucketsMax * 1000, second)
    }).not.toThrow()
    expect(() => {
      checkBucketCount(bucketsMax * 1000 + 1, second)
    }).toThrow('makes 2001 buckets')
  })
})
