import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type LoadOutcome, Refresher } from './refresher.ts'

beforeEach(() => {
  // 0 would be the time at which no load has begun yet.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  vi.advanceTimersByTime(1)
})

afterEach(() => {
  vi.useRealTimers()
})

/** Loads that a test ends by hand, and what became of them. */
function heldLoads() {
  const signals: AbortSignal[] = []
  const ends: ((outcome: LoadOutcome) => void)[] = []
  const refresher = new Refresher({
    load: (signal) => {
      signals.push(signal)
      return new Promise((resolve) => ends.push(resolve))
    },
  })
  const end = async (outcome: LoadOutcome = 'loaded', load = -1) => {
    ends.at(load)?.(outcome)
    await vi.advanceTimersByTimeAsync(0)
  }
  return { refresher, signals, end, begun: () => signals.length }
}

test('the next load begins an interval after the last has begun', async () => {
  const { refresher, end, begun } = heldLoads()
  refresher.every(2000)
  refresher.restart()
  await vi.advanceTimersByTimeAsync(600)
  await end()

  await vi.advanceTimersByTimeAsync(1399)
  expect(begun()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(begun()).toBe(2)
})

test('a load never begins while one is under way, and a slow server has some rest', async () => {
  const { refresher, end, begun } = heldLoads()
  refresher.every(2000)
  refresher.restart()

  await vi.advanceTimersByTimeAsync(60_000)
  refresher.refresh()
  expect(begun()).toBe(1)
  await end()
  await vi.advanceTimersByTimeAsync(499)
  expect(begun()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(begun()).toBe(2)
})

test('another question ends the load under way, whose end then means nothing', async () => {
  const { refresher, signals, end, begun } = heldLoads()
  refresher.every(2000)
  refresher.restart()
  refresher.restart()

  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
  await end('loaded', 0)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(begun()).toBe(2)
  await end()
  await vi.advanceTimersByTimeAsync(2000)
  expect(begun()).toBe(3)
})

test('without an interval it loads once, and again after a failure', async () => {
  const { refresher, end, begun } = heldLoads()
  refresher.every(0)
  refresher.restart()
  await end('failed')

  await vi.advanceTimersByTimeAsync(5000)
  expect(begun()).toBe(2)
  await end()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(begun()).toBe(2)
})

test('a refused question is not asked again by itself', async () => {
  const { refresher, end, begun } = heldLoads()
  refresher.every(2000)
  refresher.restart()
  await end('refused')

  await vi.advanceTimersByTimeAsync(600_000)

  expect(begun()).toBe(1)
})

test('what becomes due during a pause is loaded once, at its end', async () => {
  const { refresher, end, begun } = heldLoads()
  refresher.every(2000)
  refresher.restart()
  await end()

  refresher.pause(true)
  await vi.advanceTimersByTimeAsync(600_000)
  expect(begun()).toBe(1)
  refresher.pause(false)
  expect(begun()).toBe(2)
})

test('a new interval holds from the last load on', async () => {
  const { refresher, end, begun } = heldLoads()
  refresher.every(60_000)
  refresher.restart()
  await end()
  await vi.advanceTimersByTimeAsync(3000)

  refresher.every(5000)

  await vi.advanceTimersByTimeAsync(1999)
  expect(begun()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(begun()).toBe(2)
})
