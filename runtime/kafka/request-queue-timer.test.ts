import { createRequire } from 'node:module'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { mendedVersion, mendRequestQueueTimer } from './request-queue-timer.ts'

const require = createRequire(import.meta.url)

interface Queue {
  throttledUntil: number
  push(request: {
    entry: { correlationId: number; resolve: () => void }
    expectResponse: boolean
    sendRequest: () => void
  }): void
  fulfillRequest(response: { correlationId: number; payload: null; size: number }): void
}

/** kafkajs's own queue, which sends at most one request at a time. */
function openQueue(): { queue: Queue; sent: number[]; send: (correlationId: number) => void } {
  const RequestQueue = require('kafkajs/src/network/requestQueue') as new (options: object) => Queue
  const logger = { debug: () => undefined, warn: () => undefined }
  const queue = new RequestQueue({ maxInFlightRequests: 1, requestTimeout: 1000, logger })
  const sent: number[] = []
  const send = (correlationId: number) => {
    const sendRequest = () => sent.push(correlationId)
    queue.push({
      entry: { correlationId, resolve: () => undefined },
      expectResponse: true,
      sendRequest,
    })
  }
  return { queue, sent, send }
}

const answer = (correlationId: number) => ({ correlationId, payload: null, size: 0 })

describe("kafkajs's request queue, mended", () => {
  beforeEach(() => {
    vi.useFakeTimers()
    mendRequestQueueTimer()
  })
  afterEach(() => {
    // First of all what spies on the fake timers: restored after them, it would bring them back.
    vi.restoreAllMocks()
    vi.useRealTimers()
  })

  it('is that of the version which was looked at', () => {
    const { version } = require('kafkajs/package.json') as { version: string }

    // If this fails: see whether the new version still needs request-queue-timer.ts, and fits it.
    expect(version).toBe(mendedVersion)
  })

  it('never sets a timer of negative time and none while nothing waits', () => {
    const setTimer = vi.spyOn(globalThis, 'setTimeout')
    const { queue, sent, send } = openQueue()

    send(1)
    queue.fulfillRequest(answer(1))

    expect(sent).toEqual([1])
    expect(setTimer).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('sends what waits as soon as there is an answer', () => {
    const { queue, sent, send } = openQueue()

    send(1)
    send(2)
    queue.fulfillRequest(answer(1))

    expect(sent).toEqual([1, 2])
  })

  it('sends what waits for the broker to allow it, then', () => {
    const { queue, sent, send } = openQueue()
    queue.throttledUntil = Date.now() + 500

    send(1)
    vi.advanceTimersByTime(499)
    expect(sent).toEqual([])
    vi.advanceTimersByTime(1)

    expect(sent).toEqual([1])
  })
})
