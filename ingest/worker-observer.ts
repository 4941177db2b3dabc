/** A bulk request that Elasticsearch has answered, whatever it says of single documents. */
export interface AnsweredRequest {
  readonly tookMs: number
  readonly bytes: number
  readonly documents: number
}

/** When an event happened, was appended, and was known to be durable in its index. */
export interface IndexedEvent {
  /** Event time, UTC with milliseconds. */
  readonly time: string
  readonly appendedMs: number
  readonly indexedMs: number
}

/**
 * What a worker tells as it happens: once for a bulk request or a checkpoint, never for a record,
 * so that whoever listens does not slow it down. None of these may throw.
 */
export interface WorkerObserver {
  onBulkAnswered(request: AnsweredRequest): void
  /** Of each answered request that held events, the one that had waited longest in it. */
  onIndexed(event: IndexedEvent): void
  onCheckpoint(tookMs: number): void
}

/** Tells several. */
export function observedBy(observers: readonly WorkerObserver[]): WorkerObserver {
  return {
    onBulkAnswered: (request) => {
      for (const each of observers) each.onBulkAnswered(request)
    },
    onIndexed: (event) => {
      for (const each of observers) each.onIndexed(event)
    },
    onCheckpoint: (tookMs) => {
      for (const each of observers) each.onCheckpoint(tookMs)
    },
  }
}
