import { type LogRecord } from '../../contracts/processor.ts'
import { Countdown, delay, unlessAborted } from '../lifecycle.ts'
import { PipelineError } from '../problem.ts'
import { type FetchQuestion, type LogFetcher } from './log-fetcher.ts'
import { OffsetCursor, type OffsetRange } from './offset-cursor.ts'

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

/** How soon it is asked again when an answer brought nothing, in ms. */
const pauseMs = 100

/** Reads ranges that the log holds, answer by answer, until `onRecords` has had them all. */
export class RangeReading {
  readonly #reading: Reading
  readonly #cursor: OffsetCursor
  readonly #idle: Countdown
  readonly #interruption = new AbortController()
  readonly #onAbort: () => void

  /** To be closed: the signal of the reading may live long, and must not keep what was read. */
  constructor(reading: Reading) {
    this.#reading = reading
    this.#cursor = new OffsetCursor(reading.ranges)
    const { topic, idleDeadlineMs = 30_000, signal } = reading
    this.#idle = new Countdown(idleDeadlineMs, () => {
      this.#interruption.abort(silenceOf(topic, idleDeadlineMs))
    })
    this.#onAbort = () => {
      this.#interruption.abort(signal.reason)
    }
    signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  /** Aborted when the reader is, and when nothing comes any more. */
  get signal(): AbortSignal {
    return this.#interruption.signal
  }

  /** @throws what the fetcher throws; the reason of a signal; or what `onRecords` throws. */
  async run(fetcher: LogFetcher): Promise<void> {
    this.#idle.restart()
    try {
      while (!this.#cursor.isDone) await this.#round(fetcher)
    } finally {
      this.#idle.stop()
    }
  }

  close(): void {
    this.#reading.signal.removeEventListener('abort', this.#onAbort)
  }

  async #round(fetcher: LogFetcher): Promise<void> {
    const questions = this.#questions()
    const answers = await unlessAborted(fetcher.fetch(questions), this.signal)
    let hasAdvanced = false
    for (const { partition, records, nextOffset } of answers) {
      if (records.length > 0) await this.#handOver(records)
      hasAdvanced ||= nextOffset > (this.#cursor.nextOf(partition) ?? nextOffset)
      this.#cursor.advance(partition, nextOffset)
    }
    if (!hasAdvanced) await delay(pauseMs, this.signal)
  }

  async #handOver(records: readonly LogRecord[]): Promise<void> {
    this.#idle.stop()
    await unlessAborted(Promise.resolve(this.#reading.onRecords(records)), this.signal)
    this.#idle.restart()
  }

  #questions(): FetchQuestion[] {
    return this.#reading.ranges.flatMap(({ partition, to }) => {
      const from = this.#cursor.nextOf(partition)
      return from === undefined ? [] : [{ partition, from, to }]
    })
  }
}

function silenceOf(topic: string, ms: number): PipelineError {
  return new PipelineError({
    code: 'kafka.unreachable',
    message: `No record of ${topic} came for ${ms / 1000} s, though the log holds more.`,
    action: 'Check that every broker runs, then try again.',
  })
}
