import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseExposition } from '../test/exposition.ts'
import { behind, fails, Gate, refuses } from '../test/fake-elasticsearch.ts'
import { startStreamWorker } from '../test/stream-worker-harness.ts'
import { tinyRecord, tinyRecords, tinyTime } from '../test/tiny-processor.ts'
import { countingProcessor, countingRecord } from '../test/counting-processor.ts'
import { createWorkerMetrics } from './worker-metrics.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime(Date.parse(tinyTime))
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** A worker with its metrics. */
function start(changes: Parameters<typeof startStreamWorker>[0] = {}) {
  const current = () => ({ stats: harness.worker.stats(), processorVersion: 3, indexVersion: 2 })
  const metrics = createWorkerMetrics({ version: '1.2.3', current })
  const harness = startStreamWorker({ ...changes, observer: metrics.observer })
  const scrape = async () => parseExposition(await metrics.text())
  return { ...harness, scrape }
}

const ofPartition = (partition: number) => ({ topic: 'test.tiny', partition: `${partition}` })

describe('the metrics of a worker', () => {
  it('count each record once, by partition and outcome, and leave none unaccounted', async () => {
    const { source, scrape } = start()
    source.join(0, 1)

    source.deliver([...tinyRecords(0, 4, 0), tinyRecord(4, { value: 'none' })])
    source.deliver(tinyRecords(0, 2, 1))
    await pass(1500)
    const scraped = await scrape()

    const outcome = (name: string, partition: number) =>
      scraped.valueOf('tally_records_total', { ...ofPartition(partition), outcome: name })
    expect([outcome('applied', 0), outcome('dead-lettered', 0), outcome('applied', 1)]).toEqual([4, 1, 2]) // prettier-ignore
    expect(scraped.sumOf('tally_records_consumed_total')).toBe(7)
    expect(scraped.sumOf('tally_records_unaccounted')).toBe(0)
    expect(scraped.valueOf('tally_dead_letters_total', { code: 'not-json' })).toBe(1)
    const bytes = 6 * (3 + JSON.stringify({ id: 'e-0-0', time: tinyTime }).length) + 3 + 4
    expect(scraped.valueOf('tally_consumed_bytes_total')).toBe(bytes)
  })

  it('tell records that wait, and how far behind their partition is', async () => {
    const { source, elasticsearch, scrape } = start()
    const gate = new Gate()
    elasticsearch.script(behind(gate))
    source.join(0)
    // An idle partition has nothing that waits.
    await pass(60_000)

    source.deliver(tinyRecords(0, 5))
    await pass(3000)
    const waiting = await scrape()
    gate.open()
    await pass(2000)
    const done = await scrape()

    const labels = ofPartition(0)
    const figures = [waiting, done].map((scraped) => [
      scraped.valueOf('tally_backlog_records'),
      scraped.valueOf('tally_records_in_flight', labels),
      scraped.valueOf('tally_bulk_requests_in_flight'),
      scraped.valueOf('tally_partition_lag_records', labels),
      scraped.valueOf('tally_checkpoint_age_seconds', labels),
    ])
    expect(figures).toEqual([
      [5, 5, 1, 5, 3],
      [0, 0, 0, 0, 0],
    ])
  })

  it('count documents by kind and result', async () => {
    const { source, elasticsearch, scrape } = start()
    elasticsearch.script(
      refuses({
        'e-0-1': [409, 'version_conflict_engine_exception'],
        'e-0-2': [400, 'document_parsing_exception'],
      }),
    )
    source.join(0)

    source.deliver(tinyRecords(0, 3))
    await pass(1500)
    const scraped = await scrape()

    const documents = (kind: string, result: string) =>
      scraped.valueOf('tally_documents_total', { kind, result })
    expect([
      documents('event', 'written'),
      documents('event', 'already-there'),
      documents('event', 'refused'),
      documents('dead-letter', 'written'),
      documents('state', 'written'),
    ]).toEqual([1, 1, 1, 1, 0])
    expect(scraped.valueOf('tally_dead_letters_total', { code: 'index-refused' })).toBe(1)
  })

  it('tell state documents and how the caches serve, over all runs', async () => {
    const processor = countingProcessor({ topic: 'test.tiny', partitions: 6, idsMax: 4 })
    const { source, scrape } = start({ processor })
    const deliver = (offset: number) => {
      const event = { id: `e-${offset}`, timeMs: Date.parse(tinyTime), amount: 1 }
      source.deliver([{ ...countingRecord({ partition: 0, offset }, 'k', event), topic: 'test.tiny' }]) // prettier-ignore
    }
    source.join(0)

    for (const offset of [0, 1]) deliver(offset)
    await pass(1500)
    source.join(0)
    deliver(2)
    await pass(1500)
    const scraped = await scrape()

    const readModels = { kind: 'read-models' }
    expect(scraped.valueOf('tally_documents_total', { kind: 'state', result: 'written' })).toBeGreaterThan(3) // prettier-ignore
    // The second run begins empty, and not at the begin of the log.
    expect(scraped.valueOf('tally_state_cache_hits_total', readModels)).toBe(1)
    expect(scraped.valueOf('tally_state_cache_misses_total', readModels)).toBe(1)
    expect(scraped.valueOf('tally_state_cache_entries', readModels)).toBe(1)
  })

  it('observe each request that was answered, and count those sent again', async () => {
    const { source, elasticsearch, scrape } = start()
    const gate = new Gate()
    elasticsearch.script(fails(503), behind(gate))
    source.join(0)

    source.deliver(tinyRecords(0, 5))
    await pass(1000)
    gate.open()
    await pass(1500)
    const scraped = await scrape()

    expect(scraped.valueOf('tally_bulk_request_duration_seconds_count')).toBe(1)
    expect(scraped.valueOf('tally_bulk_request_documents_sum')).toBe(5)
    expect(scraped.valueOf('tally_bulk_request_bytes_sum')).toBe(elasticsearch.requests[0]?.bytes)
    expect(scraped.valueOf('tally_bulk_retries_total', { cause: 'server-error' })).toBe(1)
    expect(scraped.valueOf('tally_checkpoint_duration_seconds_count')).toBe(1)
  })

  it('tell how long after its time an event was indexed, once a request', async () => {
    const { source, scrape } = start()
    source.join(0)

    vi.setSystemTime(Date.parse(tinyTime) + 40_000)
    source.deliver(tinyRecords(0, 5))
    await pass(500)
    const scraped = await scrape()

    const since = { since: 'event-time' }
    expect(scraped.valueOf('tally_index_delay_seconds_count', since)).toBe(1)
    expect(scraped.valueOf('tally_index_delay_seconds_sum', since)).toBeCloseTo(40, 0)
    expect(scraped.valueOf('tally_index_delay_seconds_count', { since: 'append-time' })).toBe(1)
  })

  it('tell what it waits for, as long as it does', async () => {
    const { source, scrape } = start()
    source.goAway()
    const away = await scrape()

    source.comeBack()
    const back = await scrape()

    expect(away.valueOf('tally_trouble', { code: 'kafka-away' })).toBe(1)
    expect(back.samples.filter(({ name }) => name === 'tally_trouble')).toEqual([])
  })

  it('tell what runs, and how the watchdog sees it', async () => {
    const { scrape } = start()

    const scraped = await scrape()

    const build = { version: '1.2.3', processor_version: '3', index_version: '2' }
    expect(scraped.valueOf('tally_build_info', build)).toBe(1)
    expect(scraped.valueOf('tally_watchdog_state', { state: 'well' })).toBe(1)
    expect(scraped.valueOf('tally_watchdog_state', { state: 'stalled' })).toBe(0)
  })
})

describe('the metrics before there is a worker', () => {
  it('tell of the program and nothing else', async () => {
    const metrics = createWorkerMetrics({ version: '1.2.3', current: () => undefined })

    const { samples } = parseExposition(await metrics.text())

    const told = samples.filter(({ value }) => value !== 0)
    expect(told.map(({ name }) => name)).toEqual(['tally_build_info'])
  })
})
