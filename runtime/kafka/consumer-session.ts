import { type Consumer } from 'kafkajs'
import { PipelineError } from '../problem.ts'
import { type MemberAssignment, readStarts, type SourceTopic } from './assignment-starts.ts'
import { type KafkaConnection } from './connection.ts'
import { type ClientOptions, createConsumerClient, leaveGroup } from './consumer-client.ts'
import { HandingOver, type HandingOverOptions } from './handing-over.ts'
import { Places } from './places.ts'
import { toOffset } from './record.ts'
import { type Assignment, type InspectAssignments } from './record-source.ts'

export interface SessionOptions extends HandingOverOptions, ClientOptions {
  readonly topics: readonly SourceTopic[]
  readonly inspect?: InspectAssignments
}

/**
 * The life of one kafkajs consumer, from connecting to leaving or its first crash.
 *
 * Everything that kafkajs calls goes through `#attempt`: an error of ours ends the session and is
 * thrown by `run`. Left to kafkajs, a TypeError would kill its consumer and nobody would know.
 */
export class ConsumerSession {
  readonly #connection: KafkaConnection
  readonly #options: SessionOptions
  readonly #consumer: Consumer
  readonly #places = new Places()
  readonly #handingOver: HandingOver
  readonly #ended: Promise<void>
  #joining = new AbortController()
  #isOver = false
  #isFetching = true
  #resolve: () => void = () => undefined
  #reject: (reason: unknown) => void = () => undefined

  constructor(connection: KafkaConnection, options: SessionOptions) {
    this.#connection = connection
    this.#options = options
    this.#consumer = createConsumerClient(connection, options)
    this.#handingOver = new HandingOver(
      {
        places: this.#places,
        log: connection.log,
        isFetching: () => this.#isFetching && !this.#isOver,
        attempt: (work) => {
          this.#attempt(work)
        },
      },
      options,
    )
    this.#ended = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // It may be rejected while the consumer still connects.
    this.#ended.catch(() => undefined)
  }

  /** Resolves after `end`; throws what ended it otherwise. The consumer has left the group then. */
  async run(): Promise<void> {
    this.#listen()
    const started = this.#start()
    try {
      await Promise.race([started, this.#ended])
      await this.#ended
    } finally {
      this.#isOver = true
      this.#endAssignments()
      await leaveGroup(this.#consumer, this.#connection, started)
    }
  }

  end(): void {
    this.#isOver = true
    this.#resolve()
  }

  stopFetching(): void {
    this.#isFetching = false
    for (const { assignment } of this.#places.all()) this.pause(assignment)
  }

  pause(assignment: Assignment): void {
    const place = this.#places.current(assignment)
    if (place === undefined || place.isPaused) return
    place.isPaused = true
    this.#whileRunning(() => {
      this.#consumer.pause([partitionsOf(assignment)])
    })
  }

  resume(assignment: Assignment): void {
    const place = this.#places.current(assignment)
    if (place?.isPaused !== true || !this.#isFetching) return
    place.isPaused = false
    this.#whileRunning(() => {
      this.#consumer.resume([partitionsOf(assignment)])
    })
  }

  async commit(
    assignment: Assignment,
    { offset, metadata }: { readonly offset: number; readonly metadata: string },
  ): Promise<void> {
    const place = this.#places.current(assignment)
    if (place === undefined) return
    const { topic, partition } = assignment
    await this.#consumer.commitOffsets([{ topic, partition, offset: String(offset), metadata }])
    // kafkajs resolves without committing when it has just been stopped.
    if (place.committed !== offset) throw notConfirmed(assignment)
  }

  async #start(): Promise<void> {
    await this.#consumer.connect()
    const topics = this.#options.topics.map(({ name }) => name)
    await this.#consumer.subscribe({ topics, fromBeginning: true })
    if (this.#isOver) return
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      // A busy worker of kafkajs would hold up other partitions, their fetches and heartbeats.
      partitionsConsumedConcurrently: partitionCountOf(this.#options.topics),
      eachBatch: (payload) => this.#handingOver.handOver(payload),
    })
  }

  #listen(): void {
    const consumer = this.#consumer
    consumer.on('consumer.group_join', ({ payload }) => {
      this.#attempt(() => {
        this.#onJoin(payload.memberAssignment)
      })
    })
    for (const event of ['consumer.rebalancing', 'consumer.stop'] as const) {
      consumer.on(event, () => {
        this.#attempt(() => {
          this.#endAssignments()
        })
      })
    }
    consumer.on('consumer.crash', ({ payload }) => {
      this.#fail(payload.error)
    })
    consumer.on('consumer.commit_offsets', ({ payload }) => {
      for (const { topic, partitions } of payload.topics) {
        for (const { partition, offset } of partitions) {
          const place = this.#places.of({ topic, partition })
          if (place !== undefined) place.committed = toOffset(offset)
        }
      }
    })
    consumer.on('consumer.end_batch_process', (event) => {
      this.#attempt(() => {
        this.#handingOver.passOver(event)
      })
    })
  }

  #onJoin(assigned: MemberAssignment): void {
    this.#endAssignments()
    const joining = new AbortController()
    this.#joining = joining
    // Nothing is handed over before the start offsets are known.
    this.#consumer.pause(
      Object.entries(assigned).map(([topic, partitions]) => ({
        topic,
        partitions: [...partitions],
      })),
    )
    void this.#inspected(assigned, joining.signal).then(
      (assignments) => {
        this.#attempt(() => {
          if (!joining.signal.aborted) this.#begin(assignments)
        })
      },
      (error: unknown) => {
        if (!joining.signal.aborted) this.#fail(error)
      },
    )
  }

  async #inspected(assigned: MemberAssignment, signal: AbortSignal) {
    const assignments = await readStarts(this.#connection, this.#options, assigned)
    if (!signal.aborted) await this.#options.inspect?.(assignments, signal)
    return assignments
  }

  #begin(assignments: readonly Assignment[]): void {
    const { receiver } = this.#options
    this.#places.begin(assignments)
    receiver.onBack()
    receiver.onAssigned(assignments)
    for (const { topic, partition, startOffset } of assignments) {
      this.#consumer.seek({ topic, partition, offset: String(startOffset) })
    }
    for (const assignment of assignments) this.resume(assignment)
  }

  #endAssignments(): void {
    this.#joining.abort()
    if (this.#places.end()) this.#options.receiver.onAssignmentsEnded()
  }

  #attempt(work: () => void): void {
    if (this.#isOver) return
    try {
      work()
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    this.#isOver = true
    this.#reject(error)
  }

  /** kafkajs throws when its consumer has just stopped; the assignment is over then anyway. */
  #whileRunning(work: () => void): void {
    try {
      work()
    } catch (err) {
      this.#connection.log.debug({ err }, 'consumer was not running')
    }
  }
}

function notConfirmed({ topic, partition }: Assignment): PipelineError {
  return new PipelineError({
    code: 'kafka.unreachable',
    message: `Kafka did not confirm an offset of partition ${partition} of ${topic}.`,
    action: 'Nothing needs to be done: it is committed again.',
  })
}

function partitionsOf({ topic, partition }: Assignment): { topic: string; partitions: number[] } {
  return { topic, partitions: [partition] }
}

function partitionCountOf(topics: readonly SourceTopic[]): number {
  return topics.reduce((count, { partitions }) => count + partitions, 0)
}
