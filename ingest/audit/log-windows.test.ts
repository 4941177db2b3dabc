import { describe, expect, it } from 'vitest'
import { windowsBetween } from './log-windows.ts'

describe('windows of a log', () => {
  it('cover every offset of every partition once, in order', () => {
    const next = [0, 20_000, 7]
    const to = [45_001, 20_000, 8]

    for (const window of windowsBetween('t', [0, 20_000, 7], to)) {
      expect(window.from).toBe(next[window.partition])
      expect(window.to - window.from).toBeGreaterThan(0)
      expect(window.to - window.from).toBeLessThanOrEqual(15_000)
      next[window.partition] = window.to
    }

    expect(next).toEqual(to)
  })

  it('are none where there is nothing between', () => {
    expect([...windowsBetween('t', [3, 4], [3, 1])]).toEqual([])
    expect([...windowsBetween('t', [], [])]).toEqual([])
  })
})
