import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../runtime/elasticsearch/connection.ts'
import { appendEvents, expectWhole, openFailingPipeline } from '../test/failing-pipeline.ts'
import { useKafka } from '../test/kafka-fixture.ts'
import { type OwnServer, startOwnElasticsearch } from '../test/own-server.ts'
import { waitFor } from '../test/wait-for.ts'

/** Requests of the worker are larger; those of an audit are not. */
const contentBytesMax = 64 << 10
const kafka = useKafka()
let server: OwnServer
let url: string
let client: ElasticsearchClient

beforeAll(async () => {
  // Two requests at once are more than it takes.
  server = await startOwnElasticsearch(
    [`http.max_content_length=${contentBytesMax}b`, 'indexing_pressure.memory.limit=200kb'],
    128,
  )
  url = `http://127.0.0.1:${server.port}`
  client = connectElasticsearch({ url, auth: undefined, ca: undefined })
})
afterAll(async () => {
  await client.close()
  await server.stop()
})

describe('an Elasticsearch with little room', () => {
  it('that takes small requests and few at once gets everything', async () => {
    const opened = await openFailingPipeline(kafka, client, url)
    try {
      await appendEvents(opened.pipeline, 6000)

      await expectWhole(opened)

      const { retries } = opened.running.worker.stats()
      const sizes = opened.proxy.bodiesOf('_bulk').map(({ length }) => length)
      expect(Math.max(...sizes)).toBeGreaterThan(contentBytesMax)
      expect(retries['request-too-large']).toBeGreaterThan(0)
      expect(retries['too-many-requests']).toBeGreaterThan(0)
    } finally {
      await opened.close()
    }
  })

  it('that has no shard left is waited for until it has', async () => {
    const limitShards = (max: number | null) =>
      client.cluster.putSettings({ persistent: { 'cluster.max_shards_per_node': max } })
    await limitShards(1)
    const opened = await openFailingPipeline(kafka, client, url)
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
