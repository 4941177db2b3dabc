import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../runtime/elasticsearch/connection.ts'
import {
  appendEvents,
  expectWhole,
  type FailingPipeline,
  openFailingPipeline,
} from '../test/failing-pipeline.ts'
import { untilCommitted } from '../test/audited-pipeline.ts'
import { concreteIndexOf } from '../contracts/index-definition.ts'
import { countingIndices } from '../test/counting-processor.ts'
import { useKafka } from '../test/kafka-fixture.ts'
import { type OwnServer, startOwnElasticsearch } from '../test/own-server.ts'
import { waitFor } from '../test/wait-for.ts'

/** Requests of the worker are larger; those of an audit are not. */
const contentBytesMax = 64 << 10
const time = '2026-11-21T00:00:00.000Z'
const kafka = useKafka()
let server: OwnServer
let url: string
let client: ElasticsearchClient

beforeAll(async () => {
  server = await startOwnElasticsearch([`http.max_content_length=${contentBytesMax}b`], 128)
  url = `http://127.0.0.1:${server.port}`
  client = connectElasticsearch({ url, auth: undefined, ca: undefined })
})
afterAll(async () => {
  await client.close()
  await server.stop()
})

describe('an Elasticsearch with little room', () => {
  it('that takes small requests gets everything', async () => {
    const opened = await openFailingPipeline(kafka, client, { url })
    try {
      await appendEvents(opened.pipeline, 6000)

      await expectWhole(opened)

      const { retries } = opened.running.worker.stats()
      const sizes = opened.proxy.bodiesOf('_bulk').map(({ length }) => length)
      expect(Math.max(...sizes)).toBeGreaterThan(contentBytesMax)
      expect(retries['request-too-large']).toBeGreaterThan(0)
    } finally {
      await opened.close()
    }
  })

  it('whose circuit breaker trips is waited for until it has room', async () => {
    const limitRequests = (bytes: string | null) =>
      client.cluster.putSettings({ persistent: { 'network.breaker.inflight_requests.limit': bytes } }) // prettier-ignore
    const opened = await openFailingPipeline(kafka, client, { url })
    const { worker } = opened.running
    try {
      await limitRequests('2kb')
      await appendEvents(opened.pipeline)
      await waitFor('attempts in vain', () => Promise.resolve(worker.stats().retries['too-many-requests'] > 1 || undefined)) // prettier-ignore
      await limitRequests(null)

      await expectWhole(opened)
    } finally {
      await limitRequests(null)
      await opened.close()
    }
  })

  it('that has no shard left is waited for until it has', async () => {
    const limitShards = (max: number | null) =>
      client.cluster.putSettings({ persistent: { 'cluster.max_shards_per_node': max } })
    await limitShards(1)
    const opened = await openFailingPipeline(kafka, client, { url })
    const { worker } = opened.running
    try {
      await appendEvents(opened.pipeline)
      await waitFor('attempts in vain', () => Promise.resolve(worker.stats().retries['index-unavailable'] > 1 || undefined)) // prettier-ignore
      const [trouble] = worker.stats().troubles
      await limitShards(null)

      expect(trouble?.what).toBe(`waiting for Elasticsearch at ${opened.proxy.url} to take single documents`) // prettier-ignore
      await expectWhole(opened)
    } finally {
      await opened.close()
    }
  })
})

describe('an index that takes nothing for a while', () => {
  let opened: FailingPipeline
  beforeAll(async () => {
    opened = await openFailingPipeline(kafka, client, { url })
  })
  afterAll(() => opened.close())

  it.each(['index.blocks.write', 'index.blocks.read_only'])(
    'with %s: waited for until it is lifted',
    async (block) => {
      const { pipeline, running } = opened
      const index = concreteIndexOf(countingIndices.events, pipeline.indexVersion, time)
      const before = running.worker.stats().retries['index-unavailable']
      await appendEvents(pipeline)
      await untilCommitted(pipeline)

      await client.indices.putSettings({ index, settings: { [block]: true } })
      await appendEvents(pipeline)
      await waitFor('attempts in vain', () => Promise.resolve(running.worker.stats().retries['index-unavailable'] > before + 1 || undefined)) // prettier-ignore
      await client.indices.putSettings({ index, settings: { [block]: false } })

      await expectWhole(opened)
    },
  )

  it.each(['events', 'totals', 'windows'] as const)(
    'that is closed, of %s: waited for until it is opened',
    async (kind) => {
      const { pipeline, running } = opened
      const index = concreteIndexOf(countingIndices[kind], pipeline.indexVersion, time)
      await appendEvents(pipeline)
      await untilCommitted(pipeline)

      await client.indices.close({ index })
      await appendEvents(pipeline)
      const trouble = await waitFor('a trouble to be told', () => Promise.resolve(running.worker.stats().troubles[0])) // prettier-ignore
      await client.indices.open({ index })

      expect(trouble.what).toMatch('waiting for Elasticsearch')
      await expectWhole(opened)
    },
  )
})
