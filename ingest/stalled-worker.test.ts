import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { behind, fails, Gate } from '../test/fake-elasticsearch.ts'
import { FakeReadableEnds } from '../test/fake-readable-ends.ts'
import { startStreamWorker } from '../test/stream-worker-harness.ts'
import { tinyRecords } from '../test/tiny-processor.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

function start(changes: Parameters<typeof startStreamWorker>[0] = {}) {
  const ends = new FakeReadableEnds('test.tiny')
  const harness = startStreamWorker({ ...changes, ends })
  let failure: unknown
  harness.ended.catch((error: unknown) => {
    failure = error
  })
  return { ...harness, ends, failure: () => failure }
}

/**
 * Goal: kafkajs#1616, in which a member of the group goes on, heartbeats and all, and nothing is
 * fetched any more, ends the worker within about a minute, and costs nothing. Method: a source that
 * stays in the group and hands over nothing, while the log goes on.
 */
describe('a worker whose source hands over nothing any more', () => {
  it('ends by its watchdog, with what was taken before made durable and committed', async () => {
    const { source, ends, elasticsearch, failure, lines, worker } = start()
    source.join(0)
    source.deliver(tinyRecords(0, 5))
    await pass(2000)

    ends.set(0, 25)
    await pass(58_000)
    const early = failure()
    await pass(15_000)

    expect(early).toBeUndefined()
    expect(failure()).toMatchObject({
      code: 'worker.stalled',
      exitCode: 70,
      context: { topic: 'test.tiny', partition: 0, position: 5, end: 25 },
    })
    expect(source.commits).toEqual([[0, 5]])
    expect(elasticsearch.ids).toHaveLength(5)
    expect([source.isClosed, ends.isClosed]).toEqual([true, true])
    expect(worker.stats().watchdog).toBe('stalled')
    expect(lines.filter((line) => line.includes('stands at offset 5'))).toHaveLength(1)
  })

  it('tells meanwhile how far behind it is', async () => {
    const { source, ends, worker } = start()
    source.join(0)
    source.deliver(tinyRecords(0, 5))

    ends.set(0, 25)
    await pass(10_000)

    expect(worker.stats().partitions).toMatchObject([{ position: 5, highWatermark: 25 }])
  })

  it('is left alone while Kafka does not answer either', async () => {
    const { source, ends, failure, worker } = start()
    source.join(0)
    ends.set(0, 25)
    ends.isAway = true

    await pass(600_000)

    expect(failure()).toBeUndefined()
    expect(worker.stats().watchdog).toBe('unknown')
  })
})

describe('a standby whose Kafka was away', () => {
  it('ends by its watchdog when it is not let in again', async () => {
    const { source, failure } = start()
    source.join()
    await pass(10_000)

    source.goAway()
    source.comeBack()
    await pass(200_000)

    expect(failure()).toMatchObject({ code: 'worker.stalled', context: { why: 'not-joined' } })
  })
})

describe('a worker that hangs at its end', () => {
  it('ends all the same, within ten seconds', async () => {
    const { source, ends, elasticsearch, failure } = start()
    elasticsearch.script(behind(new Gate()))
    source.close = () => new Promise(() => undefined)
    source.join(0, 1)
    source.deliver(tinyRecords(0, 5, 0))
    ends.set(1, 25)

    await pass(75_000)

    expect(failure()).toMatchObject({ code: 'worker.stalled', context: { partition: 1 } })
  })
})

describe('a worker that waits for Elasticsearch', () => {
  it('is left alone for as long as it takes, with all partitions', async () => {
    const { source, ends, elasticsearch, failure, worker, stop } = start({
      limits: { backlog: { recordsMax: 8, bytesMax: 1 << 20 } },
    })
    const gate = new Gate()
    elasticsearch.script(fails(503), behind(gate))
    source.join(0, 1)
    source.deliver(tinyRecords(0, 5, 0))
    source.deliver(tinyRecords(0, 5, 1))
    for (const partition of [0, 1]) ends.set(partition, 500)

    await pass(30_000)
    const isRoom = source.hasRoom
    await pass(900_000)

    expect([isRoom, failure(), worker.stats().watchdog]).toEqual([false, undefined, 'well'])
    gate.open()
    const stopped = stop()
    await pass(10_000)
    await stopped
  })
})

describe('a worker that takes few records a second', () => {
  it('is left alone: it may not take more', async () => {
    const { source, ends, failure } = start({ recordsPerSecond: 0.01 })
    source.join(0)
    ends.set(0, 500)

    source.deliver(tinyRecords(0, 3))
    await pass(250_000)

    expect(failure()).toBeUndefined()
  })
})
