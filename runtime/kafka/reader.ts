import { type LogRecord } from '../../contracts/processor.ts'
import { withDeadline } from '../lifecycle.ts'
import { PipelineError } from '../problem.ts'
import { type PartitionOffsets } from './admin.ts'
import { createCluster, type KafkaCluster } from './cluster.ts'
import { type KafkaConnection } from './connection.ts'
import { toKafkaProblem } from './failure.ts'
import { type FetchQuestion, LogFetcher } from './log-fetcher.ts'
import { type OffsetRange } from './offset-cursor.ts'
import { RangeReading, type Reading } from './range-reading.ts'

/** A place in the log. */
export interface LogPlace {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/**
 * Reads the log as nobody's group: it commits nothing and no broker or worker takes notice. Several
 * calls may go on at once.
 */
export interface LogReader {
  /**
   * Reads exactly these offsets, and resolves when `onRecords` has had them all. A marker of a
   * transaction and a compacted record are no records, and are left out.
   *
   * @throws PipelineError `kafka.records-missing` before anything is read, when the log does not
   * hold these offsets, or in the middle when they are deleted meanwhile; `kafka.unreachable` when
   * nothing comes for `idleDeadlineMs` or a leader stays away longer than `kafkaRetry` waits;
   * `kafka.refused`; the reason of `signal`; or what `onRecords` throws.
   */
  read(reading: Reading): Promise<void>
  /**
   * The first record at or after an offset, of those that the log still holds; none when it holds
   * none.
   *
   * @throws PipelineError as `read` does.
   */
  firstFrom(place: LogPlace): Promise<LogRecord | undefined>
  /** Takes leave, within a deadline. Idempotent. */
  close(): Promise<void>
}

/**
 * Connects a reader, which is kept for as long as there is something to read.
 *
 * @throws PipelineError `kafka.unreachable` or `kafka.refused`.
 */
export async function openLogReader(connection: KafkaConnection): Promise<LogReader> {
  const cluster = createCluster(connection)
  const reader = new ClusterReader(connection, cluster)
  try {
    await cluster.connect()
  } catch (error) {
    await reader.close()
    throw toKafkaProblem(error, { address: connection.address, doing: 'accept a connection' })
  }
  return reader
}

/** Reads with a reader of its own, as `LogReader.read` does. */
export async function readRange(connection: KafkaConnection, reading: Reading): Promise<void> {
  reading.signal.throwIfAborted()
  if (reading.ranges.every(isEmpty)) return
  const reader = await openLogReader(connection)
  try {
    await reader.read(reading)
  } finally {
    await reader.close()
  }
}

class ClusterReader implements LogReader {
  readonly #connection: KafkaConnection
  readonly #cluster: KafkaCluster

  constructor(connection: KafkaConnection, cluster: KafkaCluster) {
    this.#connection = connection
    this.#cluster = cluster
  }

  async read(reading: Reading): Promise<void> {
    reading.signal.throwIfAborted()
    const ranges = reading.ranges.filter((range) => !isEmpty(range))
    if (ranges.length === 0) return
    const { topic } = reading
    const running = new RangeReading({ ...reading, ranges })
    const fetcher = new LogFetcher({ cluster: this.#cluster, topic, signal: running.signal })
    try {
      await this.#attempt(topic, async () => {
        checkHeld(topic, ranges, await fetcher.offsets())
        await running.run(fetcher)
      })
    } finally {
      running.close()
    }
  }

  async firstFrom({ topic, partition, offset }: LogPlace): Promise<LogRecord | undefined> {
    const search = new AbortController()
    const fetcher = new LogFetcher({ cluster: this.#cluster, topic, signal: search.signal })
    const finding = this.#attempt(topic, async () => {
      const held = (await fetcher.offsets()).find((one) => one.partition === partition)
      if (held === undefined) return undefined
      return firstOf(fetcher, { partition, from: Math.max(offset, held.start), to: held.end })
    })
    try {
      return await withDeadline(finding, {
        ms: 30_000,
        what: `Kafka at ${this.#connection.address} did not hand over a record of ${topic}`,
        code: 'kafka.unreachable',
        action: 'Check that every broker runs, then try again.',
      })
    } finally {
      search.abort()
    }
  }

  /** What goes wrong at the end does not undo what has been read. */
  async close(): Promise<void> {
    const { address, log } = this.#connection
    try {
      await withDeadline(this.#cluster.disconnect(), {
        ms: 3000,
        what: `Kafka at ${address} did not let a reader leave`,
        code: 'kafka.unreachable',
        action: 'Nothing needs to be done: the broker forgets the reader by itself.',
      })
    } catch (err) {
      log.debug({ err }, 'reader left without an answer')
    }
  }

  async #attempt<Answer>(topic: string, work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await work()
    } catch (error) {
      if (isOutOfRange(error)) throw deletedMeanwhile(topic, error)
      const { address } = this.#connection
      throw toKafkaProblem(error, { address, doing: `hand over the records of ${topic}` })
    }
  }
}

/** The first batch of an answer comes whole, however large. */
const oneBatch = { partitionBytesMax: 1 }

async function firstOf(
  fetcher: LogFetcher,
  { partition, from, to }: FetchQuestion,
): Promise<LogRecord | undefined> {
  for (let next = from; next < to;) {
    const [answer] = await fetcher.fetch([{ partition, from: next, to }], oneBatch)
    // What is behind here belongs to an open transaction, and may not be read yet.
    if (answer === undefined || answer.nextOffset === next) return undefined
    if (answer.records[0] !== undefined) return answer.records[0]
    next = answer.nextOffset
  }
  return undefined
}

function checkHeld(
  topic: string,
  ranges: readonly OffsetRange[],
  offsets: readonly PartitionOffsets[],
): void {
  for (const { partition, from, to } of ranges) {
    const held = offsets.find((one) => one.partition === partition)
    const { start, end } = held ?? { start: 0, end: 0 }
    if (start <= from && to <= end) continue
    throw new PipelineError({
      code: 'kafka.records-missing',
      message: `Partition ${partition} of ${topic} holds offsets ${start} to ${end}, not ${from} to ${to}.`,
      action:
        'The topic was truncated or made anew: point KAFKA_BROKERS at the right Kafka, or begin anew as docs/delivery.md says under "Refusals".',
      context: { topic, partition },
    })
  }
}

function deletedMeanwhile(topic: string, cause: unknown): PipelineError {
  return new PipelineError({
    code: 'kafka.records-missing',
    message: `Records of ${topic} were deleted while they were to be read.`,
    action: 'Check the retention of the topic, which must keep every record.',
    context: { topic },
    cause,
  })
}

function isOutOfRange(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'OFFSET_OUT_OF_RANGE'
}

function isEmpty({ from, to }: OffsetRange): boolean {
  return from >= to
}
