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

  it.each(['', 'x', 'nonsense', 'pots'])('takes "%s" for nothing', (typed) => {
    expect(closestTo(typed, ['reset', 'start', 'stop'])).toBeUndefined()
  })
})
