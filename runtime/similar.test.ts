import { describe, expect, it } from 'vitest'
import { closestTo } from './similar.ts'

describe('closestTo', () => {
  it.each([
    ['strat', 'start'],
    ['stat', 'start'],
    ['startt', 'start'],
    ['stlp', 'stop'],
    ['stop', 'stop'],
  ])('takes %s for %s', (typed, meant) => {
    expect(closestTo(typed, ['reset', 'start', 'stop'])).toBe(meant)
  })

  it.each([
    ['stat', 'status'],
    ['dash', 'dashboards'],
    ['reset', 'reset'],
  ])('takes %s for the beginning of %s', (typed, meant) => {
    expect(closestTo(typed, ['stack', 'status', 'dashboards', 'reset', 'resets'])).toBe(meant)
  })

  it.each(['', 'x', 'st', 'nonsense', 'pots'])('takes "%s" for nothing', (typed) => {
    expect(closestTo(typed, ['reset', 'start', 'stop'])).toBeUndefined()
  })
})
