import { type BatchedOperation, type BulkBatch } from './bulk-batch.ts'
import { type Clock } from './clock.ts'
import { DocumentCounts, type DocumentFigures } from './document-counts.ts'
import { type RetryCause } from '../contracts/retry-cause.ts'
import { RetryCounts } from './retry-counts.ts'
import { type WorkerObserver } from './worker-observer.ts'

export interface BulkCounts {
  readonly written: number
  readonly alreadyThere: number
  readonly byKind: DocumentFigures
  readonly retries: Readonly<Record<RetryCause, number>>
}

interface Options {
  readonly clock: Clock
  readonly observer?: Pick<WorkerObserver, 'onBulkAnswered' | 'onIndexed'> | undefined
}

/** What a bulk writer has done: counted by document, told by request. */
export class BulkFigures {
  readonly #options: Options
  readonly #documents = new DocumentCounts()
  readonly #retries = new RetryCounts()

  constructor(options: Options) {
    this.#options = options
  }

  get counts(): BulkCounts {
    return {
      written: this.#documents.totalOf('written'),
      alreadyThere: this.#documents.totalOf('alreadyThere'),
      byKind: this.#documents.byKind,
      retries: this.#retries.byCause,
    }
  }

  answered({ operations, body }: BulkBatch, tookMs: number): void {
    const request = { tookMs, bytes: body.content.length, documents: operations.length }
    this.#options.observer?.onBulkAnswered(request)
  }

  written(operations: readonly BatchedOperation[]): void {
    const { observer, clock } = this.#options
    this.#documents.add(operations, 'written')
    if (observer === undefined) return
    // The first event of them has lingered longest.
    const event = operations.find(({ replacement }) => replacement !== undefined)?.replacement
    if (event === undefined) return
    const { eventTime: time, record } = event
    observer.onIndexed({ time, appendedMs: record.appendTime, indexedMs: clock.now() })
  }

  alreadyThere(operations: readonly BatchedOperation[]): void {
    this.#documents.add(operations, 'alreadyThere')
  }

  refused(operation: BatchedOperation): void {
    this.#documents.add([operation], 'refused')
  }

  retried(cause: RetryCause): void {
    this.#retries.add(cause)
  }
}
