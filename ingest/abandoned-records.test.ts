import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { countingProcessor, countingRecord } from '../test/counting-processor.ts'
import { Gate } from '../test/fake-elasticsearch.ts'
import { startStreamWorker, testLimits } from '../test/stream-worker-harness.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** Events of one key each, and at the end of each portion a record that is none. */
function portion(from: number, count = 5) {
  return Array.from({ length: count }, (_, at) => {
    const offset = from + at
    const event = { id: `e-${offset}`, timeMs: 1_767_571_200_000 + offset, amount: 1 }
    return countingRecord({ partition: 0, offset }, `k-${offset}`, at === count - 1 ? undefined : event) // prettier-ignore
  })
}

/** After others, so that states have to be read before anything is folded. */
function start() {
  const started = startStreamWorker({
    processor: countingProcessor({ topic: 'test.tiny', partitions: 6, idsMax: 4 }),
    limits: { ...testLimits, backlog: { recordsMax: 20, bytesMax: 1 << 20 } },
  })
  started.source.committed.set(0, 100)
  return started
}

describe('records whose run ends before they are folded', () => {
  it('are abandoned: they have that outcome and wait no longer', async () => {
    const { source, elasticsearch, worker, unaccounted } = start()
    const gate = new Gate()
    elasticsearch.readGate = gate
    source.join(0)

    source.deliver(portion(100))
    source.deliver(portion(105))
    source.deliver(portion(110))
    source.leave()
    gate.open()
    await pass(1000)

    const { outcomes, recordsWaiting } = worker.stats()
    // The first portion was begun, so its dead letter was on its way.
    expect(outcomes).toMatchObject({ consumed: 15, abandoned: 14, deadLettered: 1, inFlight: 0 })
    expect(recordsWaiting).toBe(0)
    expect(unaccounted).toBe(0)
  })

  it('never fill the backlog, however often the group rebalances', async () => {
    const { source, elasticsearch, worker } = start()
    for (let joins = 0; joins < 20; joins += 1) {
      elasticsearch.readGate = new Gate()
      source.join(0)
      source.deliver(portion(100))
      source.deliver(portion(105))
      elasticsearch.readGate.open()
    }
    await pass(5000)

    const { outcomes, recordsWaiting } = worker.stats()
    expect(source.hasRoom).toBe(true)
    expect(recordsWaiting).toBe(0)
    expect(outcomes.abandoned).toBeGreaterThan(0)
    expect(source.committed).toEqual(new Map([[0, 110]]))
  })
})
