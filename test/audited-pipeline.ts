import { deadLetters } from '../contracts/indices/dead-letters.ts'
import { templateNameOf } from '../contracts/index-definition.ts'
import { templateOf } from '../contracts/mapping.ts'
import { type LogRecord, type Processor } from '../contracts/processor.ts'
import { type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts'
import { type KafkaConnection } from '../runtime/kafka/connection.ts'
import { type OutgoingMessage } from '../runtime/kafka/producer.ts'
import { readRange } from '../runtime/kafka/reader.ts'
import { createLog } from '../runtime/log.ts'
import { type CountingEvent } from './counting-processor.ts'
import { type useKafka } from './kafka-fixture.ts'
import { type Chance } from './simulation/chance.ts'
import { waitFor } from './wait-for.ts'
import { type Worker } from '../ingest/stream-worker.ts'
import { type WorkerLimits } from '../ingest/limits.ts'
import { createWorker, type WorkerOptions } from '../ingest/worker.ts'
import { audit, type AuditOptions } from '../ingest/audit/audit.ts'
import { type AuditReport } from '../ingest/audit/finding.ts'
import { createIndexedDocuments } from '../ingest/audit/indexed-documents.ts'
import { type LogIdentities } from '../ingest/log-identity.ts'

/** A pipeline to be audited. */
export interface AuditedPipeline<Event = unknown> {
  readonly kafka: ReturnType<typeof useKafka>
  readonly client: ElasticsearchClient
  readonly url: string
  readonly processor: Processor<Event>
  readonly topic: string
  readonly partitions: number
  readonly indexVersion: number
  readonly groupId: string
  readonly identities: LogIdentities
}

/** Makes the index templates of a processor; without aliases, which other tests read. */
export async function putTemplates(
  client: ElasticsearchClient,
  { indices }: Pick<Processor, 'indices'>,
  indexVersion: number,
): Promise<void> {
  for (const definition of [...indices, deadLetters]) {
    const { template, ...matching } = templateOf(definition, indexVersion)
    const withoutAliases = { ...matching, template: { ...template, aliases: {} } } as object
    await client.indices.putIndexTemplate({ name: templateNameOf(definition, indexVersion), ...withoutAliases }) // prettier-ignore
  }
}

/** What may be different of a worker. */
interface WorkerChanges {
  /** On another way to the same indices. */
  readonly elasticsearch?: WorkerOptions['elasticsearch']
  readonly limits?: WorkerLimits
}

/** A worker of a pipeline. */
export interface RunningWorker {
  readonly worker: Worker
  /** Fails when the worker does. */
  readonly ended: Promise<void>
  readonly stop: () => Promise<void>
}

/** Starts a worker, which is to be stopped. */
export function startWorker<Event>(
  pipeline: AuditedPipeline<Event>,
  changes: WorkerChanges = {},
): RunningWorker {
  const { kafka, client, url, processor, indexVersion, groupId, identities } = pipeline
  const worker = createWorker({
    connection: kafka.connection,
    elasticsearch: { client, url },
    producer: { send: () => Promise.resolve() },
    processor,
    indexVersion,
    groupId,
    identities,
    log: createLog({ level: 'silent', name: 'worker' }),
    ...changes,
  })
  const stopping = new AbortController()
  const ended = worker.run(stopping.signal)
  // Whoever waits for it hears of it.
  ended.catch(() => undefined)
  return {
    worker,
    ended,
    stop: () => {
      stopping.abort()
      return ended
    },
  }
}

/** Runs a worker until everything is committed. */
export async function indexEverything<Event>(pipeline: AuditedPipeline<Event>): Promise<void> {
  const { stop } = startWorker(pipeline)
  await untilCommitted(pipeline)
  await stop()
}

/** Waits until everything that is in the log by now is committed. */
export async function untilCommitted<Event>({
  kafka,
  topic,
  groupId,
}: AuditedPipeline<Event>): Promise<void> {
  await waitFor(
    'everything to be committed',
    async () => {
      const ends = await kafka.admin.offsetsOf(topic)
      const commits = await kafka.admin.groupOffsets(groupId, topic)
      return ends.every(({ end }, at) => (commits[at]?.offset ?? 0) >= end) || undefined
    },
    { deadlineMs: 60_000 },
  )
}

type AuditChoices<Event> = Partial<
  Pick<AuditOptions<Event>, 'ends' | 'mender' | 'onFolded' | 'onProgress'> & {
    readonly signal: AbortSignal
  }
>

export async function runAudit<Event>(
  pipeline: AuditedPipeline<Event>,
  {
    ends,
    mender,
    onFolded,
    onProgress = () => undefined,
    signal = new AbortController().signal,
  }: AuditChoices<Event> = {},
): Promise<AuditReport> {
  const { kafka, client, url, processor, topic, partitions, indexVersion } = pipeline
  const logEnds = async () => (await kafka.admin.offsetsOf(topic)).map(({ end }) => end)
  return audit({
    processor,
    topic,
    partitions,
    indexVersion,
    ends: ends ?? (await logEnds()),
    logEnds,
    readLog: (ranges) => readRecords(kafka.connection, topic, ranges),
    documents: createIndexedDocuments(client, { url, indices: processor.indices, indexVersion, signal }), // prettier-ignore
    mender,
    onFolded,
    onProgress,
    // Some hundred states do not fit.
    states: { bytesMax: 100_000, rewriteBytesMin: 200_000 },
  })
}

async function readRecords(
  connection: KafkaConnection,
  topic: string,
  ranges: readonly { readonly partition: number; readonly from: number; readonly to: number }[],
): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = []
  const onRecords = (some: readonly LogRecord[]) => {
    records.push(...some)
  }
  const { signal } = new AbortController()
  await readRange(connection, { topic, ranges, onRecords, signal })
  return records
}

/**
 * Events of some hundred keys, with repetitions near and long after, events that are late, and
 * records that are no events.
 *
 * @param count of messages, and of ids from `firstId` on
 */
export function countingMessages(
  count: number,
  { chance, firstId = 0 }: { readonly chance: Chance; readonly firstId?: number },
): OutgoingMessage[] {
  const sent: OutgoingMessage[] = []
  return Array.from({ length: count }, (_, at) => {
    const key = `k-${chance.below(200)}`
    if (chance.isTrue(0.01)) return { key, value: 'no event' }
    const repeated = chance.isTrue(0.1) ? chance.pick(sent) : undefined
    if (repeated !== undefined) return repeated
    const lateMs = chance.isTrue(0.1) ? chance.below(5) * 3_600_000 : 0
    const timeMs = Date.UTC(2026, 0, 5) + at * 1000 - lateMs
    const event: CountingEvent = { id: `e-${firstId + at}`, timeMs, amount: 1 + chance.below(9) }
    const message = { key, value: JSON.stringify(event) }
    sent.push(message)
    return message
  })
}
