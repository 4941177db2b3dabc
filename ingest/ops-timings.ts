import { Latencies } from '../runtime/latencies.ts'
import { type WorkerObserver } from './worker-observer.ts'

/** Percentiles of a time, as the documents of figures have them. */
export interface TimeFigures {
  readonly p50_ms: number
  readonly p99_ms: number
}

/** The times of an interval; undefined where there was nothing to measure. */
export interface OpsTimings {
  readonly bulk: TimeFigures | undefined
  readonly sinceEvent: TimeFigures | undefined
  readonly sinceAppend: TimeFigures | undefined
}

/** Gathers what a worker tells as it happens, in histograms of constant size. */
export class TimingsOfInterval implements WorkerObserver {
  readonly #bulk = new Latencies()
  readonly #sinceEvent = new Latencies()
  readonly #sinceAppend = new Latencies()

  onBulkAnswered({ tookMs }: Parameters<WorkerObserver['onBulkAnswered']>[0]): void {
    this.#bulk.record(tookMs)
  }

  onIndexed({ time, appendedMs, indexedMs }: Parameters<WorkerObserver['onIndexed']>[0]): void {
    this.#sinceEvent.record(indexedMs - Date.parse(time))
    this.#sinceAppend.record(indexedMs - appendedMs)
  }

  onCheckpoint(): void {
    // Its age is told, which is what it is about.
  }

  /** The times since the last call. */
  take(): OpsTimings {
    return {
      bulk: taken(this.#bulk),
      sinceEvent: taken(this.#sinceEvent),
      sinceAppend: taken(this.#sinceAppend),
    }
  }
}

function taken(latencies: Latencies): TimeFigures | undefined {
  if (latencies.count === 0) return undefined
  const { p50, p99 } = latencies.summary()
  latencies.reset()
  return { p50_ms: p50, p99_ms: p99 }
}
