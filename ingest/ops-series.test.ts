import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { documentSchemaOf } from '../contracts/document-schema.ts'
import { opsWorkers, type OpsWorkersDocument } from '../contracts/indices/ops-workers.ts'
import { createLog } from '../runtime/log.ts'
import { PipelineError } from '../runtime/problem.ts'
import { fails, Gate } from '../test/fake-elasticsearch.ts'
import { startStreamWorker } from '../test/stream-worker-harness.ts'
import { tinyRecord, tinyRecords, tinyTime } from '../test/tiny-processor.ts'
import { systemClock } from './clock.ts'
import { OpsSeries } from './ops-series.ts'
import { TimingsOfInterval } from './ops-timings.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime(Date.parse(tinyTime))
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** A worker, its series, and what was appended; an append may be told to fail, or to wait. */
function start() {
  const timings = new TimingsOfInterval()
  const harness = startStreamWorker({ observer: timings })
  const documents: OpsWorkersDocument[] = []
  const lines: string[] = []
  const next = { failure: undefined as Error | undefined, gate: undefined as Gate | undefined }
  const series = new OpsSeries({
    workerId: 'w',
    indexVersion: 1,
    topic: 'test.tiny',
    append: async (document) => {
      await next.gate?.opened
      if (next.failure !== undefined) throw next.failure
      documents.push(document)
    },
    stats: () => harness.worker.stats(),
    timings,
    process: () => ({ rssBytes: 1000, eventLoopDelayP99Ms: 1.5 }),
    clock: systemClock,
    log: createLog({ level: 'info', name: 'ops', destination: { write: (line) => lines.push(line) } }), // prettier-ignore
  })
  return { ...harness, series, documents, lines, next }
}

const unreachable = new PipelineError({
  code: 'elasticsearch.unreachable',
  message: 'Elasticsearch is away, says the test.',
  action: 'Nothing: this is a test.',
})

describe('the figures of a worker', () => {
  it('are what its contract says, and nothing else', async () => {
    const { source, series, documents } = start()
    source.join(0)

    await series.publish()
    source.deliver([...tinyRecords(0, 4), tinyRecord(4, { value: 'none' })])
    await pass(10_000)
    await series.publish()

    const schema = documentSchemaOf(opsWorkers)
    expect(documents.map((document) => schema.safeParse(document).error)).toEqual([undefined, undefined]) // prettier-ignore
    expect(documents[1]).toMatchObject({
      '@timestamp': '2026-11-21T08:15:40.250Z',
      worker: { id: 'w', index_version: 1, interval_ms: 10_000, is_ready: 1 },
      kafka: { topic: 'test.tiny', partitions: 1, lag: 0 },
      records: { consumed: 5, per_second: 0.5, applied: 4, dead_lettered: 1, unaccounted: 0 },
      dead_letters: { not_json: 1, empty: 0 },
      documents: { written: 5, already_there: 0, refused: 0 },
      checkpoint: { age_ms: 0 },
      process: { rss_bytes: 1000, event_loop_delay_p99_ms: 1.5 },
    })
  })

  it('count what came since the last ones', async () => {
    const { source, series, documents } = start()
    source.join(0)

    for (const from of [0, 5]) {
      source.deliver(tinyRecords(from, from + 5))
      await pass(10_000)
      await series.publish()
    }
    await pass(10_000)
    await series.publish()

    expect(documents.map(({ records }) => records.consumed)).toEqual([5, 5, 0])
    expect(documents.map(({ documents: { written } }) => written)).toEqual([5, 5, 0])
  })

  it('say by their codes why it is not ready', async () => {
    const { source, series, documents } = start()

    await series.publish()
    source.join(0)
    await series.publish()

    expect(documents.map(({ worker: { is_ready, symptoms } }) => [is_ready, symptoms])).toEqual([
      [0, 'not-joined'],
      [1, undefined],
    ])
  })

  it('have times only where something was measured', async () => {
    const { source, series, documents } = start()
    source.join(0)
    vi.setSystemTime(Date.parse(tinyTime) + 7000)

    source.deliver(tinyRecords(0, 5))
    await pass(10_000)
    await series.publish()
    await series.publish()

    expect(documents[0]?.bulk).toEqual({ p50_ms: 0, p99_ms: 0 })
    // Three digits of it are kept.
    const { event_time: times = { p50_ms: 0, p99_ms: 0 } } = documents[0]?.index_delay ?? {}
    expect(Math.round(times.p50_ms / 100)).toBe(70)
    expect(documents[1]).not.toHaveProperty('bulk')
    expect(documents[1]?.index_delay).toEqual({})
  })

  it('are not published while Elasticsearch is away, and are part of the next ones', async () => {
    const { source, elasticsearch, series, documents } = start()
    elasticsearch.script(fails(503), fails(503), fails(503))
    source.join(0)

    source.deliver(tinyRecords(0, 5))
    await pass(150)
    await series.publish()
    const during = documents.length
    await pass(10_000)
    await series.publish()

    expect(during).toBe(0)
    expect(documents).toMatchObject([{ records: { consumed: 5 }, retries: { server_error: 3 } }])
  })

  it('that were not taken are said once, not sent again, and part of the next ones', async () => {
    const { source, series, documents, lines, next } = start()
    source.join(0)
    source.deliver(tinyRecords(0, 5))
    await pass(2000)

    next.failure = unreachable
    await series.publish()
    await series.publish()
    next.failure = undefined
    await series.publish()

    expect(lines.filter((line) => line.includes('says the test'))).toHaveLength(1)
    expect(documents.map(({ records }) => records.consumed)).toEqual([5])
  })

  it('are published one after the other', async () => {
    const { series, documents, next } = start()
    next.gate = new Gate()

    const first = series.publish()
    await series.publish()
    next.gate.open()
    await first

    expect(documents).toHaveLength(1)
  })

  it('that cannot be made are a bug', async () => {
    const { series, next } = start()

    next.failure = new TypeError('x is not a function')

    await expect(series.publish()).rejects.toBe(next.failure)
  })
})
