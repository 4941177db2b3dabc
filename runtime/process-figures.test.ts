import { afterEach, describe, expect, it } from 'vitest'
import { type ProcessWatch, watchProcess } from './process-figures.ts'

let watched: ProcessWatch | undefined
afterEach(() => watched?.stop())

const turns = (count: number) =>
  new Promise<void>((resolve) => {
    let left = count
    const timer = setInterval(() => {
      left -= 1
      if (left > 0) return
      clearInterval(timer)
      resolve()
    }, 20)
  })

describe('the figures of a process', () => {
  it('tell its memory, and how late its event loop was since the last reading', async () => {
    watched = watchProcess()
    await turns(3)
    watched.read()
    // The first turn after a reading is where it begins to measure.
    await turns(3)

    const blockedUntil = performance.now() + 300
    while (performance.now() < blockedUntil);
    await turns(3)
    const { rssBytes, eventLoopDelayP99Ms } = watched.read()

    expect(rssBytes).toBeGreaterThan(1 << 20)
    expect(eventLoopDelayP99Ms).toBeGreaterThan(200)
    expect(watched.read().eventLoopDelayP99Ms).toBeLessThan(eventLoopDelayP99Ms)
  })
})
