import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { deadLetters } from '../../contracts/indices/dead-letters.ts'
import { templateNameOf } from '../../contracts/index-definition.ts'
import { templateOf } from '../../contracts/mapping.ts'
import { type LogRecord, type Processor } from '../../contracts/processor.ts'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../../runtime/elasticsearch/connection.ts'
import { type OutgoingMessage } from '../../runtime/kafka/producer.ts'
import { openLogReader } from '../../runtime/kafka/reader.ts'
import { createLog } from '../../runtime/log.ts'
import { countingIndices, countingProcessor } from '../../test/counting-processor.ts'
import { useKafka } from '../../test/kafka-fixture.ts'
import { MemoryLogIdentities } from '../../test/memory-log-identities.ts'
import { waitFor } from '../../test/wait-for.ts'
import { createStateReader } from '../state-reader.ts'
import { createWorker } from '../worker.ts'
import { audit } from './audit.ts'
import { type AuditReport } from './finding.ts'
import { createIndexedDocuments } from './indexed-documents.ts'

const partitions = 3
const events = 5000
const indexVersion = randomInt(100_000, 1_000_000)
const eventIndex = templateNameOf(countingIndices.events, indexVersion)
const url = inject('elasticsearchUrl')
const kafka = useKafka()
let client: ElasticsearchClient
let topic = ''
let processor: Processor

/** Events, every tenth of them twice, and some records that are none. */
function messages(): OutgoingMessage[] {
  return Array.from({ length: events }, (_, at) => {
    const value = JSON.stringify({ id: `e-${at}`, timeMs: 1_767_571_200_000 + at, amount: 1 })
    const message = { key: `k-${at % 40}`, value }
    if (at % 100 === 7) return [{ ...message, value: 'no event' }]
    return at % 10 === 0 ? [message, message] : [message]
  }).flat()
}

beforeAll(async () => {
  client = connectElasticsearch({ url, auth: undefined, ca: undefined })
  for (const definition of [countingIndices.events, deadLetters]) {
    const template = templateOf(definition, indexVersion) as object
    await client.indices.putIndexTemplate({ name: templateNameOf(definition, indexVersion), ...template }) // prettier-ignore
  }
  topic = await kafka.makeTopic(partitions)
  // Without a read model every event stands for itself.
  processor = { ...countingProcessor({ topic, partitions, idsMax: 1 }), readModel: undefined }
  await kafka.append(topic, messages())
  await indexEverything()
}, 120_000)

afterAll(() => client.close())

async function indexEverything(): Promise<void> {
  const worker = createWorker({
    connection: kafka.connection,
    elasticsearch: { client, url },
    producer: { send: () => Promise.resolve() },
    processor,
    indexVersion,
    groupId: `test-${randomUUID()}`,
    identities: new MemoryLogIdentities(),
    log: createLog({ level: 'silent', name: 'worker' }),
  })
  const stopping = new AbortController()
  const ended = worker.run(stopping.signal)
  await waitFor('all records to have an outcome', () => {
    const { consumed, inFlight } = worker.stats().outcomes
    return Promise.resolve((consumed === messages().length && inFlight === 0) || undefined)
  })
  stopping.abort()
  await ended
}

async function runAudit(): Promise<AuditReport> {
  const log = await openLogReader(kafka.connection)
  const ends = (await kafka.admin.offsetsOf(topic)).map(({ end }) => end)
  const report = await audit({
    processor,
    topic,
    partitions,
    indexVersion,
    ends,
    readLog: async (ranges) => {
      const records: LogRecord[] = []
      const onRecords = (some: readonly LogRecord[]) => {
        records.push(...some)
      }
      const { signal } = new AbortController()
      await log.read({ topic, ranges, onRecords, signal })
      return records
    },
    documents: createIndexedDocuments(client, { url, patterns: [eventIndex] }),
    reader: createStateReader(client, url),
  })
  await log.close()
  return report
}

describe('an audit', () => {
  it('counts what is right, and names each document that somebody has touched', async () => {
    const before = await runAudit()

    await client.delete({ index: eventIndex, id: 'e-1234' })
    await client.update({ index: eventIndex, id: 'e-2345', doc: { before: 99 } })
    await client.index({
      index: eventIndex,
      id: 'e-forged',
      document: {
        '@timestamp': '2026-01-05T00:00:00.000Z',
        before: 0,
        kafka: { topic, partition: 1, offset: 10 },
      },
    })
    const after = await runAudit()

    const bad = events / 100
    const repeated = events / 10
    expect(before).toMatchObject({
      ok: true,
      records: messages().length,
      right: events - bad,
      duplicates: repeated,
      deadLetters: bad,
      differences: [],
    })
    expect(after).toMatchObject({ ok: false, missing: 1, unexpected: 1, different: 1 })
    expect(new Set(after.differences.map(({ kind, id }) => `${kind} ${id}`))).toEqual(
      new Set(['missing e-1234', 'different e-2345', 'unexpected e-forged']),
    )
  }, 60_000)
})
