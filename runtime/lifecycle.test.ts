import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { getEventListeners } from 'node:events'
import { atMost, Countdown, delay, fullJitter, unlessAborted, withDeadline } from './lifecycle.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const deadline = {
  ms: 20,
  what: 'the server did not answer',
  code: 'kafka.unreachable',
  action: 'Start it.',
} as const

describe('unlessAborted', () => {
  it('gives what the promise gives, and leaves nothing on the signal', async () => {
    const { signal } = new AbortController()

    await expect(unlessAborted(Promise.resolve(7), signal)).resolves.toBe(7)
    await expect(unlessAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no')
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('throws the reason of the signal, which may have been aborted before', async () => {
    const controller = new AbortController()
    const waiting = unlessAborted(new Promise(() => undefined), controller.signal)

    controller.abort(new Error('stop'))

    await expect(waiting).rejects.toThrow('stop')
    await expect(unlessAborted(Promise.resolve(7), controller.signal)).rejects.toThrow('stop')
  })
})

describe('atMost', () => {
  it('waits for the work, and not longer than it may', async () => {
    const never = atMost(20, new Promise(() => undefined))

    await atMost(20, Promise.resolve())
    await vi.advanceTimersByTimeAsync(20)

    await never
    expect(vi.getTimerCount()).toBe(0)
  })

  it('throws what the work throws', async () => {
    await expect(atMost(20, Promise.reject(new Error('no')))).rejects.toThrow('no')
  })
})

describe('withDeadline', () => {
  it('gives what the promise gives', async () => {
    await expect(withDeadline(Promise.resolve(7), deadline)).resolves.toBe(7)
  })

  it('throws what the promise throws', async () => {
    const failure = new Error('no')

    await expect(withDeadline(Promise.reject(failure), deadline)).rejects.toBe(failure)
  })

  it('throws a PipelineError when the promise takes longer', async () => {
    await expect(withDeadline(new Promise(() => undefined), deadline)).rejects.toMatchObject({
      code: 'kafka.unreachable',
      message: 'No answer in 20 ms: the server did not answer.',
      action: 'Start it.',
      retriable: true,
    })
  })

  it('drops the failure of a promise that was too late', async () => {
    let fail: (error: Error) => void = () => undefined
    const late = new Promise((_resolve, reject) => (fail = reject))

    await expect(withDeadline(late, deadline)).rejects.toThrow('No answer')

    // An unhandled rejection would fail this test run.
    fail(new Error('too late'))
  })
})

describe('delay', () => {
  it('ends at once with the reason when it is aborted', async () => {
    const abort = new AbortController()
    const waiting = delay(3_600_000, abort.signal)

    abort.abort(new Error('enough'))

    await expect(waiting).rejects.toThrow('enough')
  })

  it('does not begin when it was aborted before', async () => {
    await expect(delay(3_600_000, AbortSignal.abort(new Error('over')))).rejects.toThrow('over')
  })

  it('ends by itself', async () => {
    await expect(delay(1)).resolves.toBeUndefined()
  })
})

describe('fullJitter', () => {
  it('doubles its bound up to the longest wait, as often as there are attempts', () => {
    const backoff = { firstMs: 100, longestMs: 1000, attemptsMax: 6 }

    const waits = [...fullJitter(backoff, () => 0.999_999)]

    expect(waits).toEqual([99, 199, 399, 799, 999, 999])
  })

  it('begins no longer than the longest wait', () => {
    const backoff = { firstMs: 5000, longestMs: 1000, attemptsMax: 1 }

    expect([...fullJitter(backoff, () => 0.5)]).toEqual([500])
  })

  it('never ends and never overflows without a limit of attempts', () => {
    const waits = fullJitter({ firstMs: 1, longestMs: 60_000, attemptsMax: Infinity }, () => 0.5)

    const taken = Array.from({ length: 5000 }, () => waits.next().value)

    expect(taken.at(-1)).toBe(30_000)
  })

  it('waits anything from nothing to its bound', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) => {
        const [wait = -1] = fullJitter(
          { firstMs: 300, longestMs: 300, attemptsMax: 1 },
          () => chance,
        )
        return wait >= 0 && wait < 300
      }),
    )
  })
})

describe('Countdown', () => {
  it('calls back once nothing has restarted it for its time', () => {
    const onExpiry = vi.fn()
    const countdown = new Countdown(100, onExpiry)

    countdown.restart()
    vi.advanceTimersByTime(99)
    countdown.restart()
    vi.advanceTimersByTime(99)
    expect(onExpiry).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)

    expect(onExpiry).toHaveBeenCalledOnce()
  })

  it('never calls back after it was stopped', () => {
    const onExpiry = vi.fn()
    const countdown = new Countdown(100, onExpiry)
    countdown.restart()

    countdown.stop()
    vi.advanceTimersByTime(1000)

    expect(onExpiry).not.toHaveBeenCalled()
  })
})
