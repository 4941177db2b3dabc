import kafkajs, { type Message, type Producer as KafkajsProducer } from 'kafkajs'
import { type Deadline, withDeadline } from '../lifecycle.ts'
import { PipelineError } from '../problem.ts'
import { type KafkaConnection, kafkaRetry } from './connection.ts'
import { toKafkaProblem } from './failure.ts'
import { outgoingBatches } from './outgoing-batches.ts'
import { type OutgoingMessage } from './outgoing-message.ts'
import { createPartitionRecorder, type PartitionRecorder } from './partition-recorder.ts'

export { type OutgoingMessage } from './outgoing-message.ts'

export interface Producer {
  /**
   * Appends the messages of one topic, in order within each partition, and resolves when all
   * replicas have them. Sends are carried out one after the other, in the order of the calls.
   *
   * After a failure each message may have been appended, may not, or may still be within the next
   * 30 s; what was appended of a partition is a prefix of its messages. Nothing is known to be
   * lost that an earlier send has resolved for. So the caller sends the same messages again, and
   * readers must tolerate duplicates. Sends that were already queued are still carried out: a
   * caller for whom order across sends matters awaits each before the next.
   *
   * @throws PipelineError `kafka.unreachable` (retriable) or `kafka.topic-missing` after about 16 s
   * of retries, at most `sendDeadlineMs`; `kafka.refused` or `kafka.rejected` at once.
   */
  send(topic: string, messages: readonly OutgoingMessage[]): Promise<void>
  /** Carries out what is queued, then leaves. Idempotent; a later send is refused. */
  close(): Promise<void>
}

interface ProducerLimits {
  /** Longest time for one send, retries included, in ms. */
  readonly sendDeadlineMs: number
  /** How many sends may wait; callers that await each send never come near it. */
  readonly waitingSendsMax: number
}

const defaultLimits: ProducerLimits = { sendDeadlineMs: 60_000, waitingSendsMax: 1000 }

/**
 * An idempotent producer: acks of all replicas, gzip, and one outstanding send, because kafkajs
 * numbers the batches of concurrent sends wrongly: after a retry, a broker may take one batch for a
 * copy of another, confirm it and drop it.
 *
 * @throws PipelineError `kafka.unreachable` or `kafka.refused`.
 */
export async function createProducer(
  connection: KafkaConnection,
  limits: Partial<ProducerLimits> = {},
): Promise<Producer> {
  const producer = new QueuedProducer(connection, { ...defaultLimits, ...limits })
  await producer.open()
  return producer
}

interface Session {
  readonly client: KafkajsProducer
  readonly recorder: PartitionRecorder
}

class QueuedProducer implements Producer {
  readonly #connection: KafkaConnection
  readonly #limits: ProducerLimits
  #session: Session | undefined
  #last: Promise<void> = Promise.resolve()
  #waiting = 0
  #isClosed = false

  constructor(connection: KafkaConnection, limits: ProducerLimits) {
    this.#connection = connection
    this.#limits = limits
  }

  async open(): Promise<void> {
    await this.#attempt('accept a producer', () => this.#openSession())
  }

  send(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    if (this.#isClosed) return Promise.reject(new Error('the producer is closed'))
    if (this.#waiting >= this.#limits.waitingSendsMax) {
      return Promise.reject(new Error('too many sends wait: await each send'))
    }
    this.#waiting += 1
    const sent = this.#last.then(() => this.#sendAll(topic, messages))
    this.#last = sent
      .catch(() => undefined)
      .finally(() => {
        this.#waiting -= 1
      })
    return sent
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#last
    const session = this.#session
    this.#session = undefined
    if (session !== undefined) await this.#leave(session)
  }

  async #sendAll(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    for (const batch of outgoingBatches(messages)) {
      await this.#attempt(`append to ${topic}`, () => this.#sendBatch(topic, batch))
    }
  }

  async #sendBatch(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    const { client, recorder } = this.#session ?? (await this.#openSession())
    const batch = messages.map(toKafkajsMessage)
    const answers = await client.send({
      topic,
      messages: batch,
      acks: -1,
      timeout: 30_000,
      compression: kafkajs.CompressionTypes.GZIP,
    })
    const answered = new Set(answers.map(({ partition }) => partition))
    const unanswered = recorder.partitionsOf(batch).filter((partition) => !answered.has(partition))
    if (unanswered.length > 0) throw this.#unanswered(topic, unanswered)
  }

  async #openSession(): Promise<Session> {
    const recorder = createPartitionRecorder(kafkajs.Partitioners.DefaultPartitioner)
    const client = this.#connection.kafka.producer({
      createPartitioner: recorder.createPartitioner,
      retry: { ...kafkaRetry, retries: 8 },
      metadataMaxAge: 60_000,
      allowAutoTopicCreation: false,
      idempotent: true,
      maxInFlightRequests: 1,
    })
    const session = { client, recorder }
    this.#session = session
    await client.connect()
    return session
  }

  async #attempt<Value>(doing: string, work: () => Promise<Value>): Promise<Value> {
    try {
      return await withDeadline(work(), this.#deadline(doing))
    } catch (error) {
      this.#abandonSession()
      throw toKafkaProblem(error, { address: this.#connection.address, doing })
    }
  }

  /**
   * After a failure kafkajs gives the numbers of the failed batch to the next one. If the broker
   * has the failed one after all, it takes the next for a copy, confirms it and drops it. A new
   * session has a new producer id, for which nothing is a copy.
   */
  #abandonSession(): void {
    const session = this.#session
    this.#session = undefined
    if (session !== undefined) void this.#leave(session)
  }

  async #leave({ client }: Session): Promise<void> {
    const deadline = this.#deadline('take leave')
    try {
      await withDeadline(client.disconnect(), { ...deadline, ms: 5000 })
    } catch (err) {
      this.#connection.log.debug({ err }, 'producer left without an answer')
    }
  }

  #deadline(doing: string): Deadline {
    return {
      ms: this.#limits.sendDeadlineMs,
      what: `Kafka at ${this.#connection.address} did not ${doing}`,
      code: 'kafka.unreachable',
      action: 'Check that Kafka runs and that KAFKA_BROKERS names it, then try again.',
    }
  }

  #unanswered(topic: string, partitions: readonly number[]): PipelineError {
    return new PipelineError({
      code: 'kafka.unreachable',
      message: `Kafka at ${this.#connection.address} did not confirm partitions ${partitions.join(', ')} of ${topic}.`,
      action: 'Send again: the leader of a partition has moved meanwhile.',
    })
  }
}

function toKafkajsMessage({ key, value, headers, partition }: OutgoingMessage): Message {
  return {
    key,
    value,
    ...(headers === undefined
      ? {}
      : { headers: { ...headers } as NonNullable<Message['headers']> }),
    ...(partition === undefined ? {} : { partition }),
  }
}
