import { describe, expect, it } from 'vitest'
import { type OffsetWindow } from './indexed-documents.ts'
import { readAhead, split, windowsBetween } from './log-windows.ts'

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

describe('reading ahead', () => {
  const windows = [...split({ topic: 't', partition: 0, from: 0, to: 3 }, 1)]

  it('gives every step in order, and reads one more meanwhile', async () => {
    const asked: number[] = []
    const given: string[] = []

    const read = (some: readonly OffsetWindow[]) => {
      asked.push(...some.map(({ from }) => from))
      return Promise.resolve([])
    }
    for await (const { window } of readAhead(read, windows)) {
      given.push(`${window.from} of ${asked.length}`)
    }

    expect(given).toEqual(['0 of 2', '1 of 3', '2 of 3'])
  })

  it('throws what a reading throws when it is its turn', async () => {
    const given: number[] = []

    const reading = async () => {
      const fail = new Error('the second')
      const ahead = readAhead(([window]) => (window?.from === 1 ? Promise.reject(fail) : Promise.resolve([])), windows) // prettier-ignore
      for await (const { window } of ahead) given.push(window.from)
    }

    await expect(reading()).rejects.toThrow('the second')
    expect(given).toEqual([0])
  })
})
