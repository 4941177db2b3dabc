import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type OutgoingEvent } from '../sink.ts'
import { LineSink } from './lines.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function event(number: number): OutgoingEvent {
  return { key: `c-${number}`, value: `{"n":${number}}`, sequence: number }
}

const now = () => 5

describe('LineSink', () => {
  it('prints key, tab and event, one a line', async () => {
    const stream = new PassThrough()
    const sink = new LineSink({ stream: stream, now })

    void sink.accept(event(1))
    void sink.accept(event(2))
    await sink.flush()

    stream.end()
    expect(await text(stream)).toBe('c-1\t{"n":1}\nc-2\t{"n":2}\n')
  })

  it('writes a chunk when it is full, and says when it is written', async () => {
    const stream = new PassThrough()
    const sink = new LineSink({ stream: stream, now, limits: { chunkLength: 20 } })
    const sent: OutgoingEvent[] = []
    sink.observe((events) => sent.push(...events))

    void sink.accept(event(1))
    const before = sent.length
    void sink.accept(event(2))
    await sink.flush()

    expect(before).toBe(0)
    expect(sent).toEqual([event(1), event(2)])
  })

  it('writes what waits after a while, full or not', () => {
    const stream = new PassThrough()
    const sink = new LineSink({ stream: stream, now, limits: { ageMs: 10 } })

    void sink.accept(event(1))
    const early = stream.readableLength
    vi.advanceTimersByTime(10)

    expect(early).toBe(0)
    expect(stream.readableLength).toBeGreaterThan(0)
  })

  it('makes the writer wait for a slow reader', async () => {
    const stream = new PassThrough({ highWaterMark: 16 })
    const sink = new LineSink({ stream: stream, now, limits: { chunkLength: 1 } })
    let isThrough = false

    void sink.accept(event(1))
    void sink.accept(event(2))
    const wait = sink.accept(event(3))?.then(() => {
      isThrough = true
    })
    await Promise.resolve()
    const before = isThrough
    stream.resume()
    await wait

    expect(before).toBe(false)
    expect(isThrough).toBe(true)
  })

  it('closes when the reader has left, and calls that no failure', async () => {
    const stream = new PassThrough()
    const sink = new LineSink({ stream: stream, now, limits: { chunkLength: 1 } })

    stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    await new Promise(setImmediate)
    void sink.accept(event(1))

    expect(sink.isOpen).toBe(false)
    await expect(sink.flush()).resolves.toBeUndefined()
  })

  it('throws what else is wrong with the stream', async () => {
    const stream = new PassThrough()
    const sink = new LineSink({ stream: stream, now })

    stream.destroy(Object.assign(new Error('disk full'), { code: 'ENOSPC' }))
    await new Promise(setImmediate)

    await expect(sink.flush()).rejects.toThrow('disk full')
  })
})
