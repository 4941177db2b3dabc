import { contentType } from '../../contracts/cloud-event.ts'
import { partitionOf } from '../../contracts/partition.ts'
import { type OutgoingMessage, type Producer } from '../../runtime/kafka/producer.ts'
import { delay, fullJitter } from '../../runtime/lifecycle.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { departureHeader } from '../../contracts/run-ledger.ts'
import { type OnSent, type OutgoingEvent, type Sink } from '../sink.ts'

export interface KafkaSinkOptions {
  readonly producer: Pick<Producer, 'send'>
  readonly topic: string
  readonly partitions: number
  /** Of the run, for the header by which its records are known. */
  readonly fingerprint: string
  /** Once aborted, a send that has failed is not tried again. */
  readonly signal: AbortSignal
  /** Epoch ms. */
  readonly now: () => number
  /** Takes one line when Kafka goes away, and one when it is back. */
  readonly onNotice: (text: string) => void
  readonly limits?: Partial<Limits>
}

interface Limits {
  /** Events in one send. */
  readonly batchMax: number
  /** Characters of keys and values in one send. */
  readonly batchLength: number
  /** Longest time that an event waits for others while nothing is being sent. */
  readonly ageMs: number
  /** Events that wait; more slow down whoever makes them. */
  readonly waitingMax: number
  /** Bounds of the waits between attempts while Kafka is away. */
  readonly retryFirstMs: number
  readonly retryLongestMs: number
}

const defaultLimits: Limits = {
  batchMax: 2000,
  batchLength: 800 * 1024,
  ageMs: 10,
  waitingMax: 10_000,
  retryFirstMs: 500,
  retryLongestMs: 5000,
}

/**
 * Appends events to a topic in batches, one send at a time, so that events of a partition arrive in
 * order. While one is on its way the next collects.
 *
 * While Kafka is away it waits and tries the same batch again, for ever, so nothing is lost. A send
 * that failed may have been carried out all the same, and a batch in part: its events may then be in
 * the log twice, with the same ids, the second time after events of theirs. Readers count an id
 * once.
 */
export class KafkaSink implements Sink {
  readonly #options: KafkaSinkOptions
  readonly #limits: Limits
  readonly #contentType = Buffer.from(contentType)
  #waiting: OutgoingEvent[] = []
  #waitingLength = 0
  #onSent: OnSent = () => undefined
  #timer: NodeJS.Timeout | undefined
  #pumping: Promise<void> | undefined
  #onRoom: (() => void)[] = []
  #failure: Error | undefined

  constructor(options: KafkaSinkOptions) {
    this.#options = options
    this.#limits = { ...defaultLimits, ...options.limits }
  }

  /** A failure is thrown; it never just closes. */
  get isOpen(): boolean {
    return true
  }

  observe(onSent: OnSent): void {
    this.#onSent = onSent
  }

  accept(event: OutgoingEvent): Promise<void> | undefined {
    this.#throwFailure()
    this.#waiting.push(event)
    this.#waitingLength += event.key.length + event.value.length
    if (this.#isBatchFull()) this.#pump()
    else if (this.#pumping === undefined) {
      this.#timer ??= setTimeout(() => {
        this.#pump()
      }, this.#limits.ageMs)
    }
    return this.#waiting.length < this.#limits.waitingMax ? undefined : this.#room()
  }

  async flush(): Promise<void> {
    this.#pump()
    await this.#pumping
    this.#throwFailure()
  }

  #isBatchFull(): boolean {
    const { batchMax, batchLength } = this.#limits
    return this.#waiting.length >= batchMax || this.#waitingLength >= batchLength
  }

  async #room(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onRoom.push(resolve)
    })
    this.#throwFailure()
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure
  }

  #pump(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    // What comes after a batch that failed must not overtake it.
    if (this.#failure !== undefined) return
    this.#pumping ??= this.#sendAll()
      .catch((error: unknown) => {
        this.#failure = error instanceof Error ? error : new Error(String(error))
      })
      .finally(() => {
        this.#pumping = undefined
        this.#makeRoom()
      })
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch()
      if (this.#waiting.length < this.#limits.waitingMax) this.#makeRoom()
      const sentMs = await this.#send(batch.map((event) => this.#toMessage(event)))
      this.#onSent(batch, sentMs)
    }
  }

  #takeBatch(): readonly OutgoingEvent[] {
    let length = 0
    let count = 0
    for (const { key, value } of this.#waiting) {
      length += key.length + value.length
      if (count > 0 && (count >= this.#limits.batchMax || length > this.#limits.batchLength)) break
      count += 1
    }
    const batch = this.#waiting.slice(0, count)
    this.#waiting = this.#waiting.slice(count)
    for (const { key, value } of batch) this.#waitingLength -= key.length + value.length
    return batch
  }

  #makeRoom(): void {
    const waiting = this.#onRoom
    this.#onRoom = []
    for (const proceed of waiting) proceed()
  }

  /** @returns when the attempt began that was answered */
  async #send(messages: readonly OutgoingMessage[]): Promise<number> {
    const { producer, topic, onNotice, now } = this.#options
    const waits = this.#waits()
    for (;;) {
      const sentMs = now()
      try {
        await producer.send(topic, messages)
        if (waits.hasBegun) onNotice('Kafka answers again; the events that waited are sent.')
        return sentMs
      } catch (error) {
        await this.#waitOrThrow(error, waits)
      }
    }
  }

  async #waitOrThrow(error: unknown, waits: Waits): Promise<void> {
    const { signal, onNotice } = this.#options
    const mayRetry = error instanceof PipelineError && error.retriable && !signal.aborted
    if (!mayRetry) throw error
    if (!waits.hasBegun) onNotice(`${error.message} Waiting for it; nothing is lost.`)
    waits.hasBegun = true
    // Aborted: the failure says more than that somebody did not want to wait for its end.
    await delay(waits.next(), signal).catch(() => {
      throw error
    })
  }

  #waits(): Waits {
    const { retryFirstMs: firstMs, retryLongestMs: longestMs } = this.#limits
    const waits = fullJitter({ firstMs, longestMs, attemptsMax: Infinity }, Math.random)
    return { hasBegun: false, next: () => waits.next().value ?? longestMs }
  }

  #toMessage({ key, value, sequence, partition }: OutgoingEvent): OutgoingMessage {
    const { fingerprint, partitions } = this.#options
    const keyBytes = Buffer.from(key)
    return {
      key: keyBytes,
      value,
      headers: {
        'content-type': this.#contentType,
        [departureHeader]: `${fingerprint}/${sequence}`,
      },
      partition: partition ?? partitionOf(keyBytes, partitions),
    }
  }
}

interface Waits {
  hasBegun: boolean
  readonly next: () => number
}
