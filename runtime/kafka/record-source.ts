import { type LogRecord } from '../../contracts/processor.ts'
import { type PipelineError } from '../problem.ts'

/**
 * One assignment of one partition to this process. A new one begins at every joining of the group,
 * also for a partition that was here before; what was made for an older one must not be used on.
 */
export interface Assignment {
  readonly topic: string
  readonly partition: number
  /** The first offset that will be handed over: what the group has committed, or the log's start. */
  readonly startOffset: number
  /** Whether that is the first record that the log holds. */
  readonly isFromLogStart: boolean
  /** Where the partition ended when the assignment began. */
  readonly endOffset: number
  /** What the group has committed; absent when nothing was. */
  readonly committed?: Commit
}

/** A commit of a group for a partition. */
export interface Commit {
  readonly offset: number
  /** What was said with it, at most 4096 bytes; empty when nothing was. */
  readonly metadata: string
}

/**
 * Looks at assignments before anything of them is handed over; what it throws ends the source. The
 * signal is aborted when they are over.
 */
export type InspectAssignments = (
  assignments: readonly Assignment[],
  signal: AbortSignal,
) => Promise<void>

/** Consecutive records of one partition. */
export interface RecordBatch {
  /** Offsets strictly increase. May be empty: markers of transactions are no records. */
  readonly records: readonly LogRecord[]
  /** Everything before this offset has been handed over. */
  readonly nextOffset: number
  /** Where the partition ended when the records were fetched. */
  readonly highWatermark: number
}

/**
 * What a source calls. None of these may block; what one throws ends the source and is thrown by
 * its `run`, so a bug in the receiver is never swallowed by the client library.
 */
export interface RecordReceiver {
  /** After `onAssignmentsEnded`; records follow from each assignment's start offset. */
  onAssigned(assignments: readonly Assignment[]): void
  /** Every assignment so far is over, whether its partition comes back or not. */
  onAssignmentsEnded(): void
  /** Only for assignments that are not over. */
  onRecords(assignment: Assignment, batch: RecordBatch): void
  /** Whether records may be handed over now. */
  hasRoom(): boolean
  /** Resolves when there may be room again. */
  whenRoom(): Promise<void>
  /** Kafka cannot be reached; the source goes on trying. Called at each failed attempt. */
  onAway(problem: PipelineError): void
  /** Kafka answers. */
  onBack(): void
}

/** Records of the log for one consumer group member, and the way to commit what was done. */
export interface RecordSource {
  /**
   * Joins the group and hands over records until it is closed. At least once: after a failure the
   * records from the committed offset on come again, in a new assignment.
   *
   * An unreachable Kafka is tried again for ever.
   *
   * @throws PipelineError that is not retriable: not let in, topic missing or made anew; or what
   * the receiver threw.
   */
  run(receiver: RecordReceiver): Promise<void>
  /** Hands over no more of the partition until `resume`; what is over is left alone. */
  pause(assignment: Assignment): void
  resume(assignment: Assignment): void
  /**
   * Tells the group that everything before the offset is done. Resolves only when the broker has
   * confirmed it; resolves at once when the assignment is over, as its owner tells that now.
   *
   * @throws PipelineError; nothing is lost, the caller commits again later.
   */
  commit(assignment: Assignment, offset: number, metadata: string): Promise<void>
  /** Hands over nothing any more and stays in the group, so that commits still count. */
  stopFetching(): void
  /** Leaves the group, within a deadline; `run` then resolves. Idempotent. */
  close(): Promise<void>
}
