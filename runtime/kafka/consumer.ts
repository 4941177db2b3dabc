import { delay } from '../lifecycle.ts'
import { PipelineError } from '../problem.ts'
import { type SourceTopic } from './assignment-starts.ts'
import { type KafkaConnection } from './connection.ts'
import { type ClientOptions } from './consumer-client.ts'
import { ConsumerSession } from './consumer-session.ts'
import { toKafkaProblem } from './failure.ts'
import { type Assignment, type InspectAssignments, type RecordReceiver, type RecordSource } from './record-source.ts' // prettier-ignore

export interface ConsumerOptions extends ClientOptions {
  readonly topics: readonly SourceTopic[]
  /** How many records are handed over at once; between two of them, answers of servers get in. */
  readonly recordsMax: number
  /** Called at each joining. */
  readonly inspect?: InspectAssignments
  /** From 0 up to, not including, 1. */
  readonly random: () => number
}

/**
 * A member of a consumer group, on kafkajs, hardened against what it does by itself (facts:
 * kafkajs §1): it never commits inside a handler, no error of ours reaches its retrier, each
 * joining begins new assignments at offsets that were asked of the broker, and a consumer that
 * crashed is replaced by a new one rather than restarted.
 */
export function createConsumer(
  connection: KafkaConnection,
  options: ConsumerOptions,
): RecordSource {
  return new GroupConsumer(connection, options)
}

/**
 * Longest wait before a new consumer is made; each attempt takes some seconds by itself, so this
 * need not grow.
 */
const reconnectMsMax = 3000

class GroupConsumer implements RecordSource {
  readonly #connection: KafkaConnection
  readonly #options: ConsumerOptions
  readonly #closing = new AbortController()
  /** Where offsets were once found to jump, by partition: markers or compacted records. */
  readonly #knownJumps = new Map<string, string>()
  #session: ConsumerSession | undefined
  #running: Promise<void> = Promise.resolve()
  #isFetching = true

  constructor(connection: KafkaConnection, options: ConsumerOptions) {
    this.#connection = connection
    this.#options = options
  }

  run(receiver: RecordReceiver): Promise<void> {
    const running = this.#runSessions(receiver)
    this.#running = running.catch(() => undefined)
    return running
  }

  pause(assignment: Assignment): void {
    this.#session?.pause(assignment)
  }

  resume(assignment: Assignment): void {
    this.#session?.resume(assignment)
  }

  async commit(assignment: Assignment, offset: number, metadata: string): Promise<void> {
    try {
      await this.#session?.commit(assignment, { offset, metadata })
    } catch (error) {
      const { topic, partition } = assignment
      throw this.#problemOf(error, `commit an offset of partition ${partition} of ${topic}`)
    }
  }

  stopFetching(): void {
    this.#isFetching = false
    this.#session?.stopFetching()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#session?.end()
    await this.#running
  }

  async #runSessions(receiver: RecordReceiver): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const problem = await this.#runSession(receiver)
      if (problem === undefined) return
      receiver.onAway(problem)
      await this.#wait(Math.floor(this.#options.random() * reconnectMsMax))
    }
  }

  /** @returns why it is worth trying again; undefined when it was closed. */
  async #runSession(receiver: RecordReceiver): Promise<PipelineError | undefined> {
    const session = new ConsumerSession(this.#connection, {
      ...this.#options,
      receiver,
      knownJumps: this.#knownJumps,
    })
    this.#session = session
    if (!this.#isFetching) session.stopFetching()
    try {
      await session.run()
      return undefined
    } catch (error) {
      const problem = this.#problemOf(error, 'hand over records')
      if (problem instanceof PipelineError && problem.retriable) return problem
      throw problem
    } finally {
      this.#session = undefined
    }
  }

  async #wait(ms: number): Promise<void> {
    try {
      await delay(ms, this.#closing.signal)
    } catch (error) {
      if (!this.#closing.signal.aborted) throw error
    }
  }

  #problemOf(error: unknown, doing: string): unknown {
    return toKafkaProblem(error, { address: this.#connection.address, doing })
  }
}
