import { type DeadLetterCode } from '../contracts/dead-letter.ts'
import { type CachesFigures } from './cache-figures.ts'
import { type DocumentFigures } from './document-counts.ts'
import { type PartitionStats } from './partition-stats.ts'
import { type RetryCause } from '../contracts/retry-cause.ts'
import { type PartitionOutcomes } from './ledger.ts'
import { type OutcomeCounts } from './outcomes.ts'
import { type TroubleReport } from './trouble.ts'
import { type WatchdogState } from './watchdog.ts'

/** What a worker has done since it was made, and how it is. */
export interface WorkerStats {
  /** Of every partition it ever had. */
  readonly outcomes: OutcomeCounts
  readonly outcomesByPartition: readonly PartitionOutcomes[]
  /** Keys and values of all records that were consumed. */
  readonly bytesConsumed: number
  readonly documents: { readonly written: number; readonly alreadyThere: number }
  readonly documentsByKind: DocumentFigures
  readonly deadLettersByCode: Readonly<Record<DeadLetterCode, number>>
  readonly retries: Readonly<Record<RetryCause, number>>
  readonly requestsInFlight: number
  /** Taken from Kafka and not durable yet. */
  readonly recordsWaiting: number
  readonly bytesWaiting: number
  readonly caches: CachesFigures
  /** Whether its group has told it its partitions, be it none. */
  readonly isMember: boolean
  /** Those that are assigned now. */
  readonly partitions: readonly PartitionStats[]
  /** What keeps it from going on; empty when all is well. */
  readonly troubles: readonly TroubleReport[]
  readonly watchdog: WatchdogState
}

/** How many records it has still to take, as far as it knows. */
export function lagOf({ partitions }: Pick<WorkerStats, 'partitions'>): number {
  return partitions.reduce((sum, { highWatermark, position }) => sum + highWatermark - position, 0)
}
