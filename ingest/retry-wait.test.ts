import { describe, expect, it } from 'vitest'
import { retryWaitMs } from './retry-wait.ts'

const limits = { firstMs: 100, longestMs: 5000 }

describe('the wait before an attempt', () => {
  it.each([
    [1, 99],
    [2, 199],
    [3, 399],
    [7, 4999],
    [2000, 4999],
  ] as const)('is after failure %s at most %s ms', (attempt, expected) => {
    expect(retryWaitMs(limits, attempt, () => 0.9999)).toBe(expected)
  })

  it('may be nothing at all', () => {
    expect(retryWaitMs(limits, 5, () => 0)).toBe(0)
  })
})
