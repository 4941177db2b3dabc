import { type Processor } from '../contracts/processor.ts'
import { type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts'
import { type KafkaConnection } from '../runtime/kafka/connection.ts'
import { createConsumer } from '../runtime/kafka/consumer.ts'
import { type Producer } from '../runtime/kafka/producer.ts'
import { createReadableEnds } from '../runtime/kafka/readable-ends.ts'
import { type Log } from '../runtime/log.ts'
import { createBulkEndpoint } from './bulk-endpoint.ts'
import { type Clock, systemClock } from './clock.ts'
import { type Acceptances } from './dead-letters/acceptances.ts'
import { defaultWorkerLimits, type WorkerLimits } from './limits.ts'
import { GuardedSource } from './guarded-source.ts'
import { LogGuard } from './log-guard.ts'
import { type LogIdentities } from './log-identity.ts'
import { createLogIdentities } from './setup/log-identities.ts'
import { createFloorSource, type FloorSource } from './retention/known-floors.ts'
import { createStateReader } from './state-reader.ts'
import { StreamWorker, type Worker } from './stream-worker.ts'
import { type WorkerObserver } from './worker-observer.ts'

export interface WorkerOptions {
  readonly connection: KafkaConnection
  /** The client must not retry by itself; `url` is for messages. */
  readonly elasticsearch: { readonly client: ElasticsearchClient; readonly url: string }
  /** For dead letters; the caller closes it. */
  readonly producer: Pick<Producer, 'send'>
  readonly processor: Processor
  readonly indexVersion: number
  readonly groupId: string
  /** What the indices know of the log, which is held against it; of `tally-meta` unless it is given. */
  readonly identities?: LogIdentities
  /** What of the index version is kept; of `tally-meta` unless it is given. */
  readonly floorSource?: FloorSource
  /** Where operators accept dead letters; without it, the worker never pauses for them. */
  readonly acceptances?: Acceptances | undefined
  readonly log: Log
  readonly limits?: WorkerLimits
  readonly clock?: Clock
  /** At most, on average; as many as come unless it is given. */
  readonly recordsPerSecond?: number | undefined
  /** From 0 up to, not including, 1: the jitter of retries. */
  readonly random?: () => number
  readonly observer?: WorkerObserver
}

/** A worker over the real servers; nothing is connected before it runs. */
export function createWorker(options: WorkerOptions): Worker {
  const { connection, elasticsearch, processor, indexVersion, groupId } = options
  const { limits = defaultWorkerLimits, clock = systemClock, random = Math.random } = options
  const { identities = createLogIdentities({ ...elasticsearch, fold: processor, indexVersion }) } = options // prettier-ignore
  const { floorSource = createFloorSource({ ...elasticsearch, indexVersion }) } = options
  const guard = new LogGuard({ connection, groupId, identities, retry: limits.retry, random })
  return new StreamWorker({
    ...options,
    limits,
    clock,
    random,
    endpoint: createBulkEndpoint(elasticsearch.client, elasticsearch.url),
    stateReader: createStateReader(elasticsearch.client, elasticsearch.url),
    floorSource,
    source: new GuardedSource(guard, (inspect) =>
      createConsumer(connection, {
        groupId,
        topics: processor.topics,
        recordsMax: portionOf(options, limits),
        sessionTimeoutMs: limits.sessionTimeoutMs,
        inspect,
        random,
      }),
    ),
    kafkaAddress: connection.address,
    ends: createReadableEnds(connection, {
      topics: processor.topics.map(({ name }) => name),
      deadlineMs: limits.watchdog.lookMs,
    }),
  })
}

/** Small enough for a throttled worker to take some every now and then. */
function portionOf(
  { recordsPerSecond }: WorkerOptions,
  { portionRecordsMax }: WorkerLimits,
): number {
  if (recordsPerSecond === undefined) return portionRecordsMax
  return Math.min(portionRecordsMax, Math.ceil(recordsPerSecond / 10))
}
