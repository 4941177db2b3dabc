import { type Log } from '../runtime/log.ts'
import {
  type BatchedOperation,
  type BulkBatch,
  halvesOf,
  partOf,
  tellDelayed,
  tellDurable,
} from './bulk-batch.ts'
import { type BulkEndpoint } from './bulk-endpoint.ts'
import { type BulkCounts, BulkFigures } from './bulk-figures.ts'
import { type BulkOperation, type Replacement } from './bulk-operation.ts'
import { type BulkPacing } from './bulk-pacing.ts'
import { BulkQueue } from './bulk-queue.ts'
import { notLetIn, refusedDefect, wordsOf } from './bulk-problem.ts'
import { type BulkReply } from './bulk-reply.ts'
import { type SortedOperations, sortOperations } from './bulk-sorting.ts'
import { type Clock } from './clock.ts'
import { isOverload, verdictOn } from './failures.ts'
import { type RetryLimits, retryWaitMs } from './retry-wait.ts'
import { Trouble, type TroubleReport } from './trouble.ts'
import { type WorkerObserver } from './worker-observer.ts'

/** A document that Elasticsearch will never take. */
export interface Refusal {
  /** What takes its place; its own receipt was not told. */
  readonly replacement: Replacement
  /** What and where, in words; never a value of the document. */
  readonly reason: string
  readonly attempts: number
}

export interface BulkWriterOptions {
  readonly endpoint: BulkEndpoint
  readonly pacing: BulkPacing
  readonly lingerMs: number
  readonly retry: RetryLimits
  readonly random: () => number
  readonly clock: Clock
  readonly log: Log
  readonly observer?: Pick<WorkerObserver, 'onBulkAnswered' | 'onIndexed'> | undefined
  /** Takes over an operation that a dead letter may replace. */
  readonly onRefused: (refusal: Refusal) => void
  /** The writer cannot go on; nothing more is sent. */
  readonly onFatal: (error: unknown) => void
}

/**
 * Writes documents in bulk requests and tells each one's receipt when it is durable, once.
 *
 * At least once on the wire, so operations must be repeatable. Nothing is dropped and nothing is
 * given up: what Elasticsearch does not take now is sent again, for ever, with waits in between.
 * The memory it takes is bounded by whoever adds: see `Backlog`.
 */
export class BulkWriter {
  readonly #options: BulkWriterOptions
  readonly #queue: BulkQueue
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #figures: BulkFigures
  readonly #away: Trouble
  readonly #refusing: Trouble
  #inFlight = 0
  /** Batches that wait because single documents of them were not taken. */
  #delayedBatches = 0
  /** Requests that failed since one was answered; while there are any, one probes for all. */
  #failuresInARow = 0
  #isHeld = false
  #isClosed = false

  constructor(options: BulkWriterOptions) {
    this.#options = options
    const { endpoint } = options
    this.#figures = new BulkFigures(options)
    const onReady = () => {
      this.#pump()
    }
    this.#queue = new BulkQueue({ ...options, onReady })
    const what = `waiting for Elasticsearch at ${endpoint.url}`
    this.#away = new Trouble(what, { ...options, code: 'elasticsearch-away' })
    const single = `${what} to take single documents`
    this.#refusing = new Trouble(single, { ...options, code: 'documents-delayed' })
  }

  get counts(): BulkCounts & { readonly requestsInFlight: number } {
    return { ...this.#figures.counts, requestsInFlight: this.#inFlight }
  }

  get troubles(): readonly TroubleReport[] {
    return [this.#away.report, this.#refusing.report].filter((report) => report !== undefined)
  }

  add(operation: BulkOperation): void {
    this.#queue.add(operation)
  }

  /** Sends what was gathered without waiting for more. */
  flush(): void {
    this.#queue.makeDue()
  }

  /** Sends nothing more; receipts of what is under way are still told. */
  close(): void {
    this.#isClosed = true
    this.#queue.close()
    for (const timer of this.#timers) clearTimeout(timer)
  }

  #pump(): void {
    const { pacing } = this.#options
    const inFlightMax = this.#failuresInARow > 0 ? 1 : pacing.inFlightMax
    while (!this.#isClosed && !this.#isHeld && this.#inFlight < inFlightMax) {
      const batch = this.#queue.next()
      if (batch === undefined) return
      void this.#send(batch)
    }
  }

  async #send(batch: BulkBatch): Promise<void> {
    const { endpoint, clock } = this.#options
    this.#inFlight += 1
    try {
      const sentMs = clock.elapsedMs()
      const reply = await endpoint.post(batch.body.content, batch.operations.length)
      this.#inFlight -= 1
      if (reply.kind !== 'failed') this.#noteAnswer(batch, clock.elapsedMs() - sentMs)
      this.#conclude(batch, reply)
      this.#pump()
    } catch (error) {
      this.#fail(error)
    }
  }

  #conclude(batch: BulkBatch, reply: BulkReply): void {
    switch (reply.kind) {
      case 'failed':
        this.#onFailed(batch, reply)
        return
      case 'all-written':
        this.#onAnswered()
        this.#figures.written(batch.operations)
        tellDurable(batch.operations)
        // Only now is it certain that nobody reads the body any more.
        this.#queue.giveBack(batch)
        return
      case 'items':
        this.#onAnswered()
        this.#settle(batch, sortOperations(batch, reply.items))
        return
    }
  }

  #noteAnswer(batch: BulkBatch, tookMs: number): void {
    this.#options.pacing.onAnswered(tookMs, batch.operations.length)
    this.#figures.answered(batch, tookMs)
  }

  #onAnswered(): void {
    this.#failuresInARow = 0
    this.#away.end()
    if (this.#delayedBatches === 0) this.#refusing.end()
  }

  #onFailed(batch: BulkBatch, { failure, error }: Extract<BulkReply, { kind: 'failed' }>): void {
    const verdict = verdictOn(failure)
    switch (verdict.action) {
      case 'retry':
        this.#figures.retried(verdict.cause)
        if (isOverload(verdict.cause)) this.#options.pacing.onOverloaded()
        tellDelayed(batch.operations)
        this.#queue.putBack({ ...batch, attempts: batch.attempts + 1 })
        this.#hold(failure.reason ?? verdict.cause)
        return
      case 'split':
        this.#figures.retried(verdict.cause)
        this.#split(batch)
        return
      case 'stop':
      case 'refuse':
      case 'already-there':
        this.#fail(error)
        return
    }
  }

  /** Stops sending for a while; afterwards one request probes whether it works again. */
  #hold(reason: string): void {
    this.#failuresInARow += 1
    this.#away.begin(reason)
    if (this.#isHeld) return
    this.#isHeld = true
    this.#afterWait(this.#failuresInARow, () => {
      this.#isHeld = false
    })
  }

  #split(batch: BulkBatch): void {
    const [only] = batch.operations
    if (only !== undefined && batch.operations.length === 1) {
      const reason = `expected a document that fits a request; it takes ${only.bytes} bytes`
      this.#refuse(only, { reason, attempts: batch.attempts + 1 })
      return
    }
    this.#options.pacing.onTooLarge(batch.body.content.length)
    this.#queue.putBack(...halvesOf(batch))
  }

  /** Each operation of an answered request goes its own way. */
  #settle(batch: BulkBatch, sorted: SortedOperations): void {
    const { written, alreadyThere, delayed, refused, stopping } = sorted
    const attempts = batch.attempts + 1
    this.#figures.written(written)
    this.#figures.alreadyThere(alreadyThere)
    tellDurable([...written, ...alreadyThere])
    if (delayed.length > 0) this.#delay(batch, delayed)
    for (const { operation, failure } of refused) {
      this.#refuse(operation, { reason: wordsOf(failure), attempts })
    }
    const [fatal] = stopping
    if (fatal !== undefined) this.#fail(notLetIn(this.#options.endpoint.url, fatal.failure))
  }

  #delay(answered: BulkBatch, delayed: SortedOperations['delayed']): void {
    const operations = new Set(delayed.map(({ operation }) => operation))
    const attempts = answered.attempts + 1
    const batch = partOf(answered, (operation) => operations.has(operation), attempts)
    for (const { cause } of delayed) this.#figures.retried(cause)
    if (delayed.some(({ cause }) => isOverload(cause))) this.#options.pacing.onOverloaded()
    tellDelayed(batch.operations)
    const [first] = delayed
    if (first !== undefined) this.#refusing.begin(wordsOf(first.failure))
    this.#delayedBatches += 1
    this.#afterWait(attempts, () => {
      this.#delayedBatches -= 1
      this.#queue.putBack(batch)
    })
  }

  #refuse(operation: BatchedOperation, why: Pick<Refusal, 'reason' | 'attempts'>): void {
    this.#figures.refused(operation)
    const { replacement } = operation
    if (replacement !== undefined) this.#options.onRefused({ replacement, ...why })
    else this.#fail(refusedDefect(this.#options.endpoint.url, why.reason))
  }

  #afterWait(attempt: number, work: () => void): void {
    const { retry, random } = this.#options
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer)
        work()
        this.#pump()
      },
      retryWaitMs(retry, attempt, random),
    )
    this.#timers.add(timer)
  }

  #fail(error: unknown): void {
    this.close()
    this.#options.onFatal(error)
  }
}
