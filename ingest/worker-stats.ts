import { type PartitionStats } from './engine.ts'
import { type RetryCause } from './failures.ts'
import { type OutcomeCounts } from './outcomes.ts'
import { type TroubleReport } from './trouble.ts'

/** What a worker has done since it was made, and how it is. */
export interface WorkerStats {
  /** Of every partition it ever had. */
  readonly outcomes: OutcomeCounts
  readonly documents: { readonly written: number; readonly alreadyThere: number }
  readonly retries: Readonly<Record<RetryCause, number>>
  readonly requestsInFlight: number
  /** Taken from Kafka and not durable yet. */
  readonly recordsWaiting: number
  readonly bytesWaiting: number
  /** Those that are assigned now. */
  readonly partitions: readonly PartitionStats[]
  /** What keeps it from going on; empty when all is well. */
  readonly troubles: readonly TroubleReport[]
}

/** How many records it has still to take, as far as it knows. */
export function lagOf({ partitions }: Pick<WorkerStats, 'partitions'>): number {
  return partitions.reduce((sum, { highWatermark, position }) => sum + highWatermark - position, 0)
}
