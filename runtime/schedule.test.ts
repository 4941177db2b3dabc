import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isSchedule, workOnSchedule } from './schedule.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 21, 8, 0, 30) })
})
afterEach(() => {
  vi.useRealTimers()
})

const minuteMs = 60_000

describe('work on a schedule', () => {
  it('is done at each time, until it is aborted', async () => {
    const stopping = new AbortController()
    let count = 0
    const ended = workOnSchedule('* * * * *', () => Promise.resolve(void (count += 1)), stopping.signal) // prettier-ignore

    await vi.advanceTimersByTimeAsync(3 * minuteMs)
    stopping.abort()
    await ended
    await vi.advanceTimersByTimeAsync(3 * minuteMs)

    expect(count).toBe(3)
  })

  it('is not begun while it goes on, and is waited for at the end', async () => {
    const stopping = new AbortController()
    let count = 0
    let finish: () => void = () => undefined
    const work = () => {
      count += 1
      return new Promise<void>((resolve) => (finish = resolve))
    }
    let hasEnded = false
    const ended = workOnSchedule('* * * * *', work, stopping.signal).then(() => (hasEnded = true))

    await vi.advanceTimersByTimeAsync(3 * minuteMs)
    stopping.abort()
    await vi.advanceTimersByTimeAsync(minuteMs)
    const before = [count, hasEnded]
    finish()
    await ended

    expect(before).toEqual([1, false])
  })

  it('ends with what the work throws', async () => {
    const { signal } = new AbortController()
    const ended = workOnSchedule('* * * * *', () => Promise.reject(new Error('broken')), signal)
    const refused = expect(ended).rejects.toThrow('broken')

    await vi.advanceTimersByTimeAsync(minuteMs)

    await refused
  })
})

describe('a schedule', () => {
  it.each([
    ['0 3 * * *', true],
    ['*/5 * * * *', true],
    ['at three', false],
    ['61 3 * * *', false],
    ['', false],
  ])('"%s": %s', (text, isOne) => {
    expect(isSchedule(text)).toBe(isOne)
  })
})
