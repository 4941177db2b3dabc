import { type OutcomeCounts } from '../../ingest/outcomes.ts'

/** What a worker process of the chaos works on; it gets it as its only argument, as JSON. */
export interface WorkerTask {
  readonly brokers: readonly string[]
  readonly elasticsearchUrl: string
  readonly topic: string
  readonly partitions: number
  /** Ids that a state remembers; fewer than a key has repetitions. */
  readonly idsMax: number
  readonly indexVersion: number
  readonly groupId: string
  readonly sessionTimeoutMs: number
}

/** What a worker process tells about itself, again and again, as a message to its parent. */
export interface WorkerReport {
  readonly outcomes: OutcomeCounts
  /** Consumed records without an outcome: 0, or the worker has a bug. */
  readonly unaccounted: number
}
