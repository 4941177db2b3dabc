import { describe, expect, it } from 'vitest'
import { readAhead, windowsBetween } from './log-windows.ts'

describe('windows of a log', () => {
  it('cover every offset of every partition once, in order', () => {
    const next = [0, 20_000, 7]
    const to = [12_001, 20_000, 8]

    for (const windows of windowsBetween('t', [0, 20_000, 7], to)) {
      for (const window of windows) {
        expect(window.from).toBe(next[window.partition])
        next[window.partition] = window.to
      }
      expect(windows.length).toBeGreaterThan(0)
    }

    expect(next).toEqual(to)
  })

  it('are none where there is nothing between', () => {
    expect([...windowsBetween('t', [3, 4], [3, 1])]).toEqual([])
    expect([...windowsBetween('t', [], [])]).toEqual([])
  })
})

describe('reading ahead', () => {
  const steps = [0, 1, 2].map((from) => [{ topic: 't', partition: 0, from, to: from + 1 }])

  it('gives every step in order, and reads one more meanwhile', async () => {
    const asked: number[] = []
    const given: string[] = []

    const read = (windows: (typeof steps)[number]) => {
      asked.push(windows[0]?.from ?? -1)
      return Promise.resolve([])
    }
    for await (const { windows } of readAhead((some) => read([...some]), steps)) {
      given.push(`${windows[0]?.from} of ${asked.length}`)
    }

    expect(given).toEqual(['0 of 2', '1 of 3', '2 of 3'])
  })

  it('throws what a reading throws when it is its turn', async () => {
    const given: number[] = []

    const reading = async () => {
      const fail = new Error('the second')
      const ahead = readAhead(([window]) => (window?.from === 1 ? Promise.reject(fail) : Promise.resolve([])), steps) // prettier-ignore
      for await (const { windows } of ahead) given.push(windows[0]?.from ?? -1)
    }

    await expect(reading()).rejects.toThrow('the second')
    expect(given).toEqual([0])
  })
})
