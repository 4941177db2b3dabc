import { describe, expect, it } from 'vitest'
import { BreakerWindow, isTooMany, refusedIn } from './breaker-window.ts'

const limits = { sharePercentMax: 50, recordsMin: 1000, windowMs: 60_000 }
const refusals = (count: number) => Array.from({ length: count }, () => ({ code: 'not-json' as const })) // prettier-ignore

/** Whether the breaker would trip after these portions: when, how many, of them dead letters. */
function trips(...portions: readonly [seconds: number, records: number, refused: number][]) {
  const window = new BreakerWindow(limits)
  for (const [seconds, records, refused] of portions) {
    window.add(records, refusals(refused), seconds * 1000)
  }
  const { counts } = window
  return isTooMany(refusedIn(counts, () => false), counts, limits) // prettier-ignore
}

describe('dead letters', () => {
  it('are too many above half of a thousand records, and not at half', () => {
    expect(trips([0, 1000, 501])).toBe(true)
    expect(trips([0, 1000, 500])).toBe(false)
  })

  it('are not too many among less than a thousand records', () => {
    expect(trips([0, 999, 999])).toBe(false)
    expect(trips([0, 999, 999], [1, 1, 0])).toBe(true)
  })

  it('are counted over a minute: what was before it is forgotten', () => {
    expect(trips([0, 600, 600], [55, 400, 400])).toBe(true)
    expect(trips([0, 600, 600], [60, 400, 400])).toBe(false)
    expect(trips([0, 9000, 9000], [600, 1000, 400])).toBe(false)
  })

  it('in a burst are not hidden by good records of minutes before', () => {
    expect(trips([0, 100_000, 0], [61, 1000, 600])).toBe(true)
  })

  it('of causes that are accepted do not count', () => {
    const window = new BreakerWindow(limits)
    window.add(1000, [...refusals(400), { code: 'misrouted' }], 0)

    expect(refusedIn(window.counts, (code) => code === 'not-json')).toBe(1)
  })

  it('are never too many at a share of 100 percent', () => {
    expect(isTooMany(5000, { records: 5000 }, { ...limits, sharePercentMax: 100 })).toBe(false)
  })

  it('are forgotten when the window is cleared', () => {
    const window = new BreakerWindow(limits)
    window.add(1000, refusals(1000), 0)

    window.clear()

    expect(window.counts).toEqual({ records: 0, refused: new Map() })
  })
})
