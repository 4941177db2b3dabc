import { describe, expect, it } from 'vitest'
import { isNear } from './fill.ts'

describe('less than a second behind', () => {
  it.each([
    [{ done: 0, records: 0, perSecond: 0 }, true],
    [{ done: 100, records: 100, perSecond: 0 }, true],
    [{ done: 99, records: 100, perSecond: 0 }, false],
    [{ done: 900, records: 1000, perSecond: 100 }, true],
    [{ done: 899, records: 1000, perSecond: 100 }, false],
    // More has come since the end was looked up.
    [{ done: 1001, records: 1000, perSecond: 0 }, true],
  ])('%j: %s', (progress, expected) => {
    expect(isNear(progress)).toBe(expected)
  })
})
