import { type Consumer, type EachBatchPayload } from 'kafkajs'
import { type LogRecord } from '../../contracts/processor.ts'
import { Countdown } from '../lifecycle.ts'
import { PipelineError } from '../problem.ts'
import { type OffsetCursor, type OffsetRange } from './offset-cursor.ts'
import { toLogRecord, toOffset } from './record.ts'

export interface Reading {
  readonly topic: string
  readonly ranges: readonly OffsetRange[]
  /**
   * Takes records of one partition, in their order and each once; the partitions alternate. The
   * next call waits for this one. What it throws ends the reading and is thrown by it.
   */
  readonly onRecords: (records: readonly LogRecord[]) => void | Promise<void>
  readonly signal: AbortSignal
  /** Longest wait for Kafka without any record, in ms; the time of `onRecords` does not count. */
  readonly idleDeadlineMs?: number
}

/** One consumer, alone in its group, that reads ranges of offsets and commits nothing. */
export class RangeReading {
  readonly #consumer: Consumer
  readonly #cursor: OffsetCursor
  readonly #reading: Reading
  readonly #idle: Countdown
  readonly #ended: Promise<void>
  #resolve: () => void = () => undefined
  #reject: (reason: unknown) => void = () => undefined
  #isOver = false

  constructor(consumer: Consumer, cursor: OffsetCursor, reading: Reading) {
    this.#consumer = consumer
    this.#cursor = cursor
    this.#reading = reading
    const { topic, idleDeadlineMs = 30_000 } = reading
    this.#idle = new Countdown(idleDeadlineMs, () => {
      this.#fail(silence(topic, idleDeadlineMs))
    })
    this.#ended = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  /** Resolves when every record has been handed over; the consumer is to be disconnected then. */
  async run(): Promise<void> {
    const { signal } = this.#reading
    const onAbort = () => {
      this.#fail(signal.reason)
    }
    signal.addEventListener('abort', onAbort)
    try {
      this.#listen()
      this.#idle.restart()
      // It rejects only before it runs; later trouble arrives as a crash.
      this.#consumer.run(this.#runOptions()).catch((error: unknown) => {
        this.#fail(error)
      })
      await this.#ended
    } finally {
      this.#isOver = true
      this.#idle.stop()
      signal.removeEventListener('abort', onAbort)
    }
  }

  #runOptions() {
    return {
      autoCommit: false,
      eachBatchAutoResolve: true,
      partitionsConsumedConcurrently: 1,
      eachBatch: (payload: EachBatchPayload) => this.#handOver(payload),
    }
  }

  #listen(): void {
    const { topic } = this.#reading
    this.#consumer.on('consumer.group_join', ({ payload }) => {
      this.#place(payload.memberAssignment[topic] ?? [])
    })
    // Batches of nothing but markers never reach the handler, but end here with their offsets.
    this.#consumer.on('consumer.end_batch_process', ({ payload }) => {
      this.#advance(payload.partition, toOffset(payload.lastOffset) + 1)
    })
    this.#consumer.on('consumer.crash', ({ payload }) => {
      this.#fail(payload.error)
    })
  }

  /** After each joining kafkajs would begin at the start of the log, as nothing was committed. */
  #place(partitions: readonly number[]): void {
    const { topic } = this.#reading
    for (const partition of partitions) {
      const next = this.#cursor.nextOf(partition)
      if (next === undefined) this.#consumer.pause([{ topic, partitions: [partition] }])
      else this.#consumer.seek({ topic, partition, offset: String(next) })
    }
  }

  async #handOver({ batch }: EachBatchPayload): Promise<void> {
    if (this.#isOver) return
    const { topic, partition } = batch
    const all = batch.messages.map((message) => toLogRecord({ topic, partition }, message))
    const records = this.#cursor.take(partition, all)
    const last = all.at(-1)
    // Before they are handed over: a batch that comes again meanwhile brings nothing new.
    if (last !== undefined) this.#cursor.advance(partition, last.offset + 1)
    if (records.length === 0) return
    this.#idle.stop()
    try {
      await this.#reading.onRecords(records)
    } catch (error) {
      this.#fail(error)
    }
  }

  #advance(partition: number, next: number): void {
    if (this.#isOver) return
    const { topic } = this.#reading
    this.#cursor.advance(partition, next)
    if (this.#cursor.isDone) {
      this.#resolve()
      return
    }
    const isFinished = this.#cursor.nextOf(partition) === undefined
    if (isFinished) this.#consumer.pause([{ topic, partitions: [partition] }])
    this.#idle.restart()
  }

  #fail(reason: unknown): void {
    this.#isOver = true
    this.#reject(reason)
  }
}

function silence(topic: string, ms: number): PipelineError {
  return new PipelineError({
    code: 'kafka.unreachable',
    message: `No record of ${topic} came for ${ms / 1000} s, though the log holds more.`,
    action: 'Check that every broker runs, then try again.',
  })
}
