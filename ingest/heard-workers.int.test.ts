import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { opsWorkers } from '../contracts/indices/ops-workers.ts'
import { templateOf } from '../contracts/mapping.ts'
import { connectElasticsearch, type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts' // prettier-ignore
import { readHeardWorkers } from './heard-workers.ts'

/** Of this test alone, beside whatever workers of other tests publish. */
const index = `test-heard-workers-${process.pid}`
const url = inject('elasticsearchUrl')
let client: ElasticsearchClient

beforeAll(() => {
  client = connectElasticsearch({ url, auth: undefined, ca: undefined })
})
beforeEach(async () => {
  await client.indices.delete({ index, ignore_unavailable: true })
  const { properties } = templateOf(opsWorkers, 1).template.mappings
  const mappings = { dynamic: 'strict', properties: properties as Record<string, object> } as const
  await client.indices.create({ index, mappings })
})
afterAll(async () => {
  await client.indices.delete({ index, ignore_unavailable: true })
  await client.close()
})

const now = Date.parse('2026-11-21T12:00:00.000Z')

interface Figures {
  readonly id: string
  readonly secondsAgo: number
  readonly consumed?: number
  readonly deadLettered?: number
  readonly symptoms?: string
}

/** What a worker publishes every ten seconds, as far as it is read here. */
async function publish(...figures: readonly Figures[]): Promise<void> {
  const operations = figures.flatMap(
    ({ id, secondsAgo, consumed = 0, deadLettered = 0, symptoms }) => [
      // prettier-ignore
      { create: { _index: index } },
      {
        '@timestamp': new Date(now - secondsAgo * 1000).toISOString(),
        worker: { id, index_version: 1, interval_ms: 10_000, is_ready: symptoms === undefined ? 1 : 0, symptoms }, // prettier-ignore
        kafka: { topic: 'bank.activity', partitions: 3, lag: 0 },
        records: {
          consumed,
          per_second: consumed / 10,
          applied: consumed - deadLettered,
          duplicate: 0,
          skipped: 0,
          dead_lettered: deadLettered,
          filtered: 0,
          abandoned: 0,
        },
      },
    ],
  )
  await client.bulk({ operations, refresh: true })
}

const read = (name = index) => readHeardWorkers({ client, url, now, index: name })

describe('the workers that are heard', () => {
  it('tell how they are now, and what became of all records since they began', async () => {
    await publish(
      { id: 'one', secondsAgo: 7200, consumed: 1000, deadLettered: 5 },
      { id: 'one', secondsAgo: 14, consumed: 60, deadLettered: 1 },
      { id: 'one', secondsAgo: 4, consumed: 50 },
    )

    expect(await read()).toEqual([
      {
        id: 'one',
        indexVersion: 1,
        firstHeardAt: '2026-11-21T10:00:00.000Z',
        heardAt: '2026-11-21T11:59:56.000Z',
        state: 'ready',
        symptoms: [],
        partitions: 3,
        recordsPerSecond: 5,
        outcomes: { consumed: 1110, applied: 1104, duplicate: 0, skipped: 0, deadLettered: 6, filtered: 0, abandoned: 0 }, // prettier-ignore
      },
    ])
  })

  it('come with the one that was heard last first, and without those of more than an hour ago', async () => {
    await publish(
      { id: 'of the morning', secondsAgo: 3600 },
      { id: 'killed', secondsAgo: 3599 },
      { id: 'well', secondsAgo: 3 },
    )

    expect((await read())?.map(({ id }) => id)).toEqual(['well', 'killed'])
  })

  it('are silent, whatever they said, when three of their figures did not come', async () => {
    await publish({ id: 'late', secondsAgo: 30 }, { id: 'killed', secondsAgo: 31 })

    expect((await read())?.map(({ id, state }) => [id, state])).toEqual([
      ['late', 'ready'],
      ['killed', 'silent'],
    ])
  })

  it('say why they are not ready', async () => {
    await publish({ id: 'paused', secondsAgo: 3, symptoms: 'breaker-open, kafka-away' })

    expect(await read()).toMatchObject([
      { state: 'not-ready', symptoms: ['breaker-open', 'kafka-away'] },
    ])
  })

  it('are not known where none has published anything, or there is no index for it', async () => {
    expect(await read()).toBeUndefined()
    expect(await read('test-heard-workers-missing')).toBeUndefined()
  })
})
