import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { packageFolder } from '../runtime/paths.ts'
import { behind, fails, Gate } from '../test/fake-elasticsearch.ts'
import { startStreamWorker } from '../test/stream-worker-harness.ts'
import { tinyRecords } from '../test/tiny-processor.ts'
import { healthOf, symptomCodes, type WorkerPhase } from './health.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

function start() {
  const harness = startStreamWorker()
  const health = (phase: WorkerPhase = 'working') =>
    healthOf({ phase, stats: harness.worker.stats(), now: Date.now() })
  return { ...harness, health }
}

describe('a worker', () => {
  it('is ready when it has its partitions', () => {
    const { source, health } = start()
    const before = health()

    source.join(0)

    expect(before).toMatchObject({
      isLive: true,
      isReady: false,
      symptoms: [{ code: 'not-joined' }],
    })
    expect(health()).toEqual({ isLive: true, isReady: true, symptoms: [] })
  })

  it('is ready when others have all partitions', () => {
    const { source, health } = start()

    source.join()

    expect(health().isReady).toBe(true)
  })

  it('says what it waits for, for how long, how much waits, and what to do', async () => {
    const { source, elasticsearch, health } = start()
    elasticsearch.script(fails(503, 'no_shard_available_action_exception'), behind(new Gate()))
    source.join(0)

    source.deliver(tinyRecords(0, 5))
    await pass(42_000)

    expect(health()).toMatchObject({
      isLive: true,
      isReady: false,
      symptoms: [
        {
          runbook: 'docs/runbooks/elasticsearch-away.md',
          code: 'elasticsearch-away',
          symptom: 'Nothing has been written to Elasticsearch for 42 s; 5 records wait.',
          cause: expect.stringContaining('http://elasticsearch.test:9200') as unknown,
          action: expect.stringContaining('ELASTICSEARCH_URL') as unknown,
        },
      ],
    })
  })

  it('names the trouble instead of the partitions that it has lost by it', () => {
    const { source, health } = start()
    source.join(0)

    source.goAway()

    expect(health().symptoms.map(({ code }) => code)).toEqual(['kafka-away'])
  })

  it('that is asked to end is not ready, but live', () => {
    const { source, health } = start()
    source.join(0)

    expect(health('stopping')).toMatchObject({ isLive: true, isReady: false, symptoms: [{ code: 'stopping' }] }) // prettier-ignore
  })

  it('that is stalled is neither', () => {
    const { source, worker } = start()
    source.join(0)

    const stats = { ...worker.stats(), watchdog: 'stalled' as const }

    expect(healthOf({ phase: 'working', stats, now: 0 })).toMatchObject({
      isLive: false,
      isReady: false,
      symptoms: [{ code: 'stalled' }],
    })
  })
})

describe('every symptom', () => {
  it('is explained in docs/how-to/watch-a-worker.md', () => {
    const page = readFileSync(join(packageFolder, 'docs/how-to/watch-a-worker.md'), 'utf8')
    const [, table = ''] = /^## What each symptom means$(.*?)^## /ms.exec(page) ?? []
    const explained = [...table.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, code = '']) => code)

    expect(explained.sort()).toEqual([...symptomCodes].sort())
  })
})

describe('a process without a worker', () => {
  it.each(['starting', 'handing-over'] as const)('is live and not ready: %s', (phase) => {
    expect(healthOf({ phase, stats: undefined, now: 0 })).toMatchObject({
      isLive: true,
      isReady: false,
      symptoms: [{ code: phase }],
    })
  })
})
