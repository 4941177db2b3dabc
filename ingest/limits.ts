import { type PacingLimits } from './bulk-pacing.ts'
import { type RetryLimits } from './retry-wait.ts'
import { type CheckpointLimits } from './checkpoint.ts'
import { type BreakerLimits } from './dead-letters/breaker-window.ts'
import { type StateLimits } from './state-cache.ts'
import { type StateWritingLimits } from './state-writing.ts'
import { watchdogLimits, type WatchdogLimits } from './watchdog.ts'

/** Everything that is bounded in a worker. */
export interface WorkerLimits {
  /** How many records Kafka's side hands over at once; outcomes are settled by such portions. */
  readonly portionRecordsMax: number
  /** How long a worker may be silent before Kafka gives its partitions to others. */
  readonly sessionTimeoutMs: number
  /** A document that is larger than a request goes alone. */
  readonly bulk: PacingLimits & {
    /** How old the oldest document of a request may get before it is sent. */
    readonly lingerMs: number
  }
  /** What may wait to become durable before no more is taken; half of it must be left to go on. */
  readonly backlog: { readonly recordsMax: number; readonly bytesMax: number }
  /** A partition whose oldest record has waited this long is paused. */
  readonly recordAgeMsMax: number
  /** State documents that are kept in memory, in all partitions together. */
  readonly stateCache: LimitsOfStates
  /**
   * Changed ones, which cannot be let go, with which folding waits for a checkpoint; those that a
   * checkpoint is writing are not among them.
   */
  readonly stateChanges: LimitsOfStates
  readonly checkpoint: CheckpointLimits
  /** What a checkpoint of one partition has given to be written, and not back yet. */
  readonly stateWrites: StateWritingLimits
  /** One send to the topic of dead letters. */
  readonly deadLetters: { readonly recordsMax: number; readonly bytesMax: number }
  /** How many dead letters make a worker pause. */
  readonly breaker: BreakerLimits
  readonly retry: RetryLimits
  /** How often partitions are looked at: to pause, to resume, to begin a checkpoint. */
  readonly tickMs: number
  /** How long a stopping worker waits for what is in flight, and then for leaving its group. */
  readonly finishMs: number
  readonly watchdog: WatchdogLimits
}

/** Of each kind of state documents. */
export interface LimitsOfStates {
  readonly readModels: StateLimits
  readonly activities: StateLimits
}

/** The part of limits that one of so many partitions has. */
export function shareOfStates(
  { readModels, activities }: LimitsOfStates,
  partitions: number,
): LimitsOfStates {
  const share = (limit: number) => Math.max(1, Math.floor(limit / Math.max(1, partitions)))
  const shareOf = ({ entriesMax, bytesMax }: StateLimits): StateLimits => {
    return { entriesMax: share(entriesMax), bytesMax: share(bytesMax) }
  }
  return { readModels: shareOf(readModels), activities: shareOf(activities) }
}

const defaultStates: LimitsOfStates = {
  readModels: { entriesMax: 50_000, bytesMax: 64 << 20 },
  activities: { entriesMax: 100_000, bytesMax: 64 << 20 },
}

export const defaultWorkerLimits: WorkerLimits = {
  portionRecordsMax: 500,
  sessionTimeoutMs: 30_000,
  bulk: {
    inFlight: [1, 4],
    documents: [250, 2500],
    bytesMax: 5 << 20,
    slowMs: 1000,
    lingerMs: 100,
  },
  backlog: { recordsMax: 15_000, bytesMax: 20 << 20 },
  recordAgeMsMax: 20_000,
  stateCache: defaultStates,
  stateChanges: defaultStates,
  checkpoint: {
    intervalMs: 1000,
    catchUpIntervalMs: 15_000,
    catchUpRecords: 5000,
    bytesMax: 16 << 20,
  },
  // Of a single partition: two requests, or most of one.
  stateWrites: { documentsMax: 5000, bytesMax: 4 << 20 },
  deadLetters: { recordsMax: 500, bytesMax: 4 << 20 },
  breaker: { sharePercentMax: 50, recordsMin: 1000, windowMs: 60_000 },
  retry: { firstMs: 100, longestMs: 5000 },
  tickMs: 100,
  finishMs: 5000,
  watchdog: watchdogLimits(60_000),
}
