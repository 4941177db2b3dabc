import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../runtime/elasticsearch/connection.ts'
import { runAudit, untilCommitted } from '../test/audited-pipeline.ts'
import {
  appendEvents,
  committedOf,
  expectWhole,
  type FailingPipeline,
  openFailingPipeline,
} from '../test/failing-pipeline.ts'
import {
  cutsAnswer,
  cutsRequest,
  delays,
  fails,
  failsAsProxy,
  failsFirstItem,
  type Fault,
  handsOn,
  losesAnswer,
  shortensAnswer,
  takesAtMost,
} from '../test/failing-proxy.ts'
import { useKafka } from '../test/kafka-fixture.ts'
import { waitFor } from '../test/wait-for.ts'
import { type RetryCause } from '../contracts/retry-cause.ts'
import { failureTable } from './failures.ts'
import { unaccounted } from './outcomes.ts'

const kafka = useKafka()
let direct: ElasticsearchClient

beforeAll(() => {
  direct = connectElasticsearch({ url: inject('elasticsearchUrl'), auth: undefined, ca: undefined })
})
afterAll(() => direct.close())

const openPipeline = () => openFailingPipeline(kafka, direct)

const error = (type: string, reason = 'because the test says so') => ({ type, reason })
const shards = error('validation_exception', 'Validation Failed: 1: this action would add [2] shards, but this cluster currently has [1000]/[1000] maximum normal shards open;') // prettier-ignore

/** Row of the table, what happens, and the cause that is counted. */
type Retried = readonly [row: string, what: string, fault: Fault, cause: RetryCause]

// prettier-ignore
const ofItems: readonly Retried[] = [
  ['index closed, read-only, missing, or no shard left for it', 'a read-only index', failsFirstItem(403, error('cluster_block_exception')), 'index-unavailable'],
  ['index closed, read-only, missing, or no shard left for it', 'a full disk', failsFirstItem(429, error('cluster_block_exception')), 'index-unavailable'],
  ['index closed, read-only, missing, or no shard left for it', 'a closed index', failsFirstItem(400, error('index_closed_exception')), 'index-unavailable'],
  ['index closed, read-only, missing, or no shard left for it', 'an index that is not there', failsFirstItem(404, error('index_not_found_exception')), 'index-unavailable'],
  ['index closed, read-only, missing, or no shard left for it', 'no shard left', failsFirstItem(400, shards), 'index-unavailable'],
  ['overloaded', 'a full queue, for one document', failsFirstItem(429, error('es_rejected_execution_exception')), 'too-many-requests'],
  ['server error', 'a missing shard, for one document', failsFirstItem(503, error('unavailable_shards_exception')), 'server-error'],
  ['not found', 'status 404 for one document', failsFirstItem(404, error('other_exception')), 'index-unavailable'],
  ['conflict of another kind', 'a conflict that is not of versions', failsFirstItem(409, error('other_conflict')), 'server-error'],
]

// prettier-ignore
const ofRequests: readonly Retried[] = [
  ['index closed, read-only, missing, or no shard left for it', 'a blocked cluster', fails(503, error('cluster_block_exception')), 'index-unavailable'],
  ['no connection', 'a connection that ends', cutsRequest, 'no-connection'],
  ['no connection', 'an answer cut in its middle, after it was done', cutsAnswer, 'no-connection'],
  ['no answer in time', 'an answer that never comes, after it was done', losesAnswer, 'timed-out'],
  ['no answer in time', 'status 408', failsAsProxy(408), 'timed-out'],
  ['overloaded', 'a circuit breaker', fails(429, error('circuit_breaking_exception')), 'too-many-requests'],
  ['server error', 'status 500', fails(500, error('null_pointer_exception')), 'server-error'],
  ['server error', 'a proxy without a server', failsAsProxy(502), 'server-error'],
  ['not found', 'a proxy that knows no such path', failsAsProxy(404), 'index-unavailable'],
  ['(no row)', 'half of an answer, whole by its length', shortensAnswer, 'unreadable-answer'],
]

const retried = [...ofItems, ...ofRequests]

describe('what is tried again', () => {
  let opened: FailingPipeline
  beforeAll(async () => {
    opened = await openPipeline()
  })
  afterAll(() => opened.close())

  it.each(retried)('%s: %s', async (_row, _what, fault, cause) => {
    const { pipeline, proxy, running } = opened
    const retriesOf = () => running.worker.stats().retries[cause]
    const [before, committed] = [retriesOf(), await committedOf(pipeline)]

    proxy.always('_bulk', fault)
    await appendEvents(pipeline)
    await waitFor('two attempts in vain', () => Promise.resolve(retriesOf() > before + 1 || undefined)) // prettier-ignore
    const [trouble] = running.worker.stats().troubles
    const meanwhile = await committedOf(pipeline)
    proxy.always('_bulk', undefined)

    expect(trouble?.what).toMatch('waiting for Elasticsearch')
    expect(meanwhile).toBe(committed)
    await expectWhole(opened)
  })

  it.each(ofRequests)('reading state, %s: %s', async (_row, _what, fault) => {
    const { pipeline, proxy, running } = opened
    const asked = proxy.bodiesOf('_mget').length
    const committed = await committedOf(pipeline)

    proxy.always('_mget', fault)
    await appendEvents(pipeline)
    await waitFor('three reads in vain', () => Promise.resolve(proxy.bodiesOf('_mget').length > asked + 2 || undefined)) // prettier-ignore
    const { troubles } = running.worker.stats()
    const meanwhile = await committedOf(pipeline)
    proxy.always('_mget', undefined)

    expect(troubles.map(({ what }) => what)).toContainEqual(
      expect.stringContaining('to read state'),
    )
    expect(meanwhile).toBe(committed)
    await expectWhole(opened)
  })

  it('there already: a document that another worker wrote is taken for written', async () => {
    const { pipeline, proxy, running } = opened
    const before = running.worker.stats().documents.alreadyThere

    proxy.script('_bulk', losesAnswer)
    await appendEvents(pipeline)
    await expectWhole(opened)

    expect(running.worker.stats().documents.alreadyThere).toBeGreaterThan(before)
  })

  it('request too large: halves, and no larger one afterwards', async () => {
    const { pipeline, proxy } = opened
    const bytesMax = 3000

    proxy.always('_bulk', takesAtMost(bytesMax))
    await appendEvents(pipeline, 200)
    await expectWhole(opened)
    const before = proxy.bodiesOf('_bulk').length
    await appendEvents(pipeline, 200)
    await expectWhole(opened)
    proxy.always('_bulk', undefined)

    const later = proxy.bodiesOf('_bulk').slice(before)
    expect(later.length).toBeGreaterThan(5)
    expect(Math.max(...later.map(({ length }) => length))).toBeLessThanOrEqual(bytesMax)
  })

  it('request too large: a read in halves', async () => {
    const { pipeline, proxy } = opened

    proxy.always('_mget', takesAtMost(600))
    await appendEvents(pipeline, 200)
    await expectWhole(opened)
    proxy.always('_mget', undefined)

    const lengths = proxy.bodiesOf('_mget').map(({ length }) => length)
    expect(Math.max(...lengths)).toBeGreaterThan(600)
  })
})

describe('a late answer', () => {
  it('that comes in time is waited for, and nothing is sent twice', async () => {
    const opened = await openFailingPipeline(kafka, direct, { requestTimeoutMs: 30_000 })
    const { pipeline, proxy, running } = opened
    let open: () => void = () => undefined
    const opening = new Promise<void>((resolve) => (open = resolve))
    try {
      proxy.always('_bulk', delays(opening))
      await appendEvents(pipeline)
      await waitFor('a request', () => Promise.resolve(proxy.bodiesOf('_bulk').length > 0 || undefined)) // prettier-ignore
      const meanwhile = await committedOf(pipeline)
      open()

      await expectWhole(opened)
      const { documents, retries } = running.worker.stats()
      expect(meanwhile).toBe(0)
      expect(documents.alreadyThere).toBe(0)
      expect(Object.values(retries).every((count) => count === 0)).toBe(true)
    } finally {
      open()
      await opened.close()
    }
  })
})

describe('what becomes a dead letter', () => {
  it('document refused: its effect on state stands, and an audit mends it', async () => {
    const { pipeline, proxy, running, close } = await openPipeline()
    try {
      proxy.script('_bulk', failsFirstItem(400, error('document_parsing_exception')))
      await appendEvents(pipeline)
      await untilCommitted(pipeline)

      const report = await runAudit(pipeline)
      const { outcomes } = running.worker.stats()
      // The bytes of a record that is no event stay: this one is among them, with another cause.
      expect(report).toMatchObject({ missing: 1, unexpected: 0, different: 0 })
      expect(report.differences[0]).toMatchObject({ kind: 'missing', of: 'events' })
      expect(unaccounted(outcomes)).toBe(0)
    } finally {
      await close()
    }
  })
})

/** Row of the table, what happens, and the code that the worker ends with. */
type Stopping = readonly [row: string, what: string, fault: Fault, code: string]

// prettier-ignore
const stopping: readonly Stopping[] = [
  ['not let in', 'a wrong password', fails(401, error('security_exception')), 'elasticsearch.refused'],
  ['not let in', 'no privilege', fails(403, error('security_exception')), 'elasticsearch.refused'],
  ['not let in', 'no privilege on one index', failsFirstItem(403, error('security_exception')), 'elasticsearch.refused'],
  ['request refused', 'a request that is none', fails(400, error('illegal_argument_exception')), 'elasticsearch.rejected'],
]

describe('what stops a worker', () => {
  it.each(stopping)('%s: %s', async (_row, _what, fault, code) => {
    const { pipeline, proxy, running, close } = await openPipeline()
    try {
      proxy.always('_bulk', fault)
      await appendEvents(pipeline)

      await expect(running.ended).rejects.toMatchObject({ code })
      expect(await committedOf(pipeline)).toBe(0)
    } finally {
      await close()
    }
  })

  it('document refused, where it is a state document: nothing of it is committed', async () => {
    const { pipeline, proxy, running, close } = await openPipeline()
    try {
      const refused = failsFirstItem(400, error('document_parsing_exception'))
      const refusesStates: Fault = (exchange) => {
        return (exchange.body.includes('"version_type"') ? refused : handsOn)(exchange)
      }
      proxy.always('_bulk', refusesStates)
      await appendEvents(pipeline)

      await expect(running.ended).rejects.toMatchObject({ code: 'elasticsearch.rejected' })
      expect(await committedOf(pipeline)).toBe(0)
    } finally {
      await close()
    }
  })
})

describe('the failure table', () => {
  it('has no row without a test here, or of certificates', () => {
    const tested = [
      ...[...retried, ...stopping].map(([row]) => row),
      ...['there already', 'request too large', 'document refused'],
      // cli/secure-servers.long.test.ts
      'not trusted',
    ]

    expect(failureTable.map(({ name }) => name).filter((name) => !tested.includes(name))).toEqual(
      [],
    )
  })
})
