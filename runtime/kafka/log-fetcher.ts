import { type LogRecord } from '../../contracts/processor.ts'
import { type Backoff, delay, fullJitter } from '../lifecycle.ts'
import { type PartitionOffsets } from './admin.ts'
import { type FetchedPartition, type KafkaCluster, recordsOf } from './cluster.ts'
import { kafkaRetry } from './connection.ts'
import { toLogRecord, toOffset } from './record.ts'

/** What is wanted of a partition. */
export interface FetchQuestion {
  readonly partition: number
  readonly from: number
  /** Records from here on are left out, though they may have come. */
  readonly to: number
}

/** What the log has for a question. */
export interface FetchAnswer {
  readonly partition: number
  /** From `from` on, before `to`; not always all of them. */
  readonly records: readonly LogRecord[]
  /** Everything before this offset has been seen; `from` when nothing came. */
  readonly nextOffset: number
  /** Whether there is more that may be read, as the broker said when it answered. */
  readonly hasMore: boolean
}

/**
 * The largest answer of a broker and its share for one partition, compressed: ten times that is
 * decoded in one go. A single larger batch comes nevertheless.
 */
const limits = { bytesMax: 8 << 20, partitionBytesMax: 1 << 20 }

/**
 * Longest wait of a broker that has nothing; what is asked for is there, so it answers at once.
 * kafkajs takes it for the deadline of the whole answer, which may be large and the way slow.
 */
const waitMsMax = 10_000

/** A leader, and how much of each partition it may send. */
interface Addressee {
  readonly nodeId: string
  readonly partitionBytesMax: number
}

interface FetcherOptions {
  readonly cluster: KafkaCluster
  readonly topic: string
  /** Ends the waits; what is being asked is left alone. */
  readonly signal: AbortSignal
  readonly waits?: Backoff
}

const kafkaWaits: Backoff = {
  firstMs: kafkaRetry.initialRetryTime,
  longestMs: kafkaRetry.maxRetryTime,
  attemptsMax: kafkaRetry.retries,
}

/**
 * Asks the leaders of partitions for records, without any group.
 *
 * While a leader moves or a broker is away it waits, learns who leads now and asks again, as often
 * as `waits` says (`kafkaRetry`'s unless given); then it throws kafkajs's error.
 */
export class LogFetcher {
  readonly #cluster: KafkaCluster
  readonly #topic: string
  readonly #signal: AbortSignal
  readonly #waits: Backoff

  constructor({ cluster, topic, signal, waits = kafkaWaits }: FetcherOptions) {
    this.#cluster = cluster
    this.#topic = topic
    this.#signal = signal
    this.#waits = waits
  }

  /** What each partition holds. */
  offsets(): Promise<readonly PartitionOffsets[]> {
    return this.#whileMoving(async () => {
      const [starts, ends] = await Promise.all([this.#offsets(true), this.#offsets(false)])
      return [...starts].map(([partition, start]) => {
        return { partition, start, end: ends.get(partition) ?? start }
      })
    })
  }

  /** One request to each leader; the answers of a partition are in the order of its log. */
  async fetch(
    questions: readonly FetchQuestion[],
    { partitionBytesMax = limits.partitionBytesMax }: { readonly partitionBytesMax?: number } = {},
  ): Promise<readonly FetchAnswer[]> {
    const partitions = questions.map(({ partition }) => partition)
    return this.#whileMoving(async () => {
      const leaders = this.#cluster.findLeaderForPartitions(this.#topic, partitions)
      const answers = await Promise.all(
        Object.entries(leaders).map(([nodeId, led]) =>
          this.#ask(
            { nodeId, partitionBytesMax },
            questions.filter(({ partition }) => led.includes(partition)),
          ),
        ),
      )
      return answers.flat()
    })
  }

  /**
   * A batch larger than the limit comes only where it is the first of an answer, and kafkajs
   * shuffles the partitions: what brought nothing is asked for alone.
   */
  async #ask(to: Addressee, questions: readonly FetchQuestion[]): Promise<FetchAnswer[]> {
    const answers = await this.#request(to, questions)
    if (questions.length === 1) return answers
    const hungry = answers.filter(({ nextOffset, hasMore, partition }) => {
      return hasMore && nextOffset === questions.find((one) => one.partition === partition)?.from
    })
    const rest = answers.filter((answer) => !hungry.includes(answer))
    for (const { partition } of hungry) {
      const alone = questions.filter((question) => question.partition === partition)
      rest.push(...(await this.#request(to, alone)))
    }
    return rest
  }

  async #request(
    { nodeId, partitionBytesMax }: Addressee,
    questions: readonly FetchQuestion[],
  ): Promise<FetchAnswer[]> {
    const share = Math.floor(limits.bytesMax / questions.length)
    const maxBytes = Math.min(partitionBytesMax, share)
    const broker = await this.#cluster.findBroker({ nodeId })
    const { responses } = await broker.fetch({
      isolationLevel: 1,
      maxWaitTime: waitMsMax,
      minBytes: 1,
      maxBytes: limits.bytesMax,
      topics: [
        {
          topic: this.#topic,
          partitions: questions.map(({ partition, from }) => {
            return { partition, fetchOffset: String(from), maxBytes }
          }),
        },
      ],
    })
    return responses
      .flatMap(({ partitions }) => partitions)
      .flatMap((fetched) =>
        questions
          .filter(({ partition }) => partition === fetched.partition)
          .map((question) => answerOf(this.#topic, question, fetched)),
      )
  }

  async #offsets(fromBeginning: boolean): Promise<ReadonlyMap<number, number>> {
    const topic = this.#topic
    await this.#cluster.addMultipleTargetTopics([topic])
    const partitions = this.#cluster
      .findTopicPartitionMetadata(topic)
      .map(({ partitionId }) => ({ partition: partitionId }))
    const answers = await this.#cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning }])
    return new Map(
      answers
        .flatMap((answer) => answer.partitions)
        .map(({ partition, offset }) => [partition, toOffset(offset)]),
    )
  }

  async #whileMoving<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    for (const waitMs of fullJitter(this.#waits, () => 1)) {
      try {
        return await question()
      } catch (error) {
        if (!isPassing(error)) throw error
        if (isClosed(error)) this.#cluster.removeBroker(error)
      }
      await delay(waitMs, this.#signal)
      await this.#refresh()
    }
    return question()
  }

  /** Who cannot be asked who leads now is asked again after the next attempt. */
  async #refresh(): Promise<void> {
    try {
      await this.#cluster.refreshMetadata()
    } catch (error) {
      if (!isPassing(error)) throw error
    }
  }
}

function answerOf(
  topic: string,
  { partition, from, to }: FetchQuestion,
  fetched: FetchedPartition,
): FetchAnswer {
  const nextOffset = nextAfter(from, fetched)
  return {
    partition,
    nextOffset,
    hasMore: toOffset(fetched.lastStableOffset) > nextOffset,
    records: recordsOf({ topic, offset: from }, fetched)
      .filter(({ offset }) => toOffset(offset) < to)
      .map((message) => toLogRecord({ topic, partition }, message)),
  }
}

/** The end of the last batch, as its last records may have been compacted away. */
function nextAfter(from: number, { messages }: FetchedPartition): number {
  const batch = messages.at(-1)?.batchContext
  if (batch === undefined) return from
  return Math.max(from, toOffset(batch.firstOffset) + batch.lastOffsetDelta + 1)
}

/** kafkajs says it of errors after which the same request may succeed. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || !('retriable' in error) || error.retriable !== true) return false
  return !('type' in error && error.type === 'UNKNOWN_TOPIC_OR_PARTITION')
}

function isClosed(error: unknown): error is Error & { host: string; port: number } {
  return error instanceof Error && error.name === 'KafkaJSConnectionClosedError'
}
