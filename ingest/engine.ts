import { partOf, type Processor } from '../contracts/processor.ts'
import {
  type Assignment,
  type RecordBatch,
  type RecordReceiver,
  type RecordSource,
} from '../runtime/kafka/record-source.ts'
import { type Log } from '../runtime/log.ts'
import { type PipelineError } from '../runtime/problem.ts'
import { AssignedPartition } from './assigned-partition.ts'
import { type Backlog } from './backlog.ts'
import { type BulkOperation } from './bulk-operation.ts'
import { CacheCounts, type CachesFigures } from './cache-figures.ts'
import { type CheckpointOptions } from './checkpoint.ts'
import { type Clock } from './clock.ts'
import { type Breaker } from './dead-letters/breaker.ts'
import { type DeadLetter } from './dead-letters/dead-letter-forms.ts'
import { Folding } from './folding.ts'
import { Ledger } from './ledger.ts'
import { type KnownFloors } from './retention/known-floors.ts'
import { Run } from './run.ts'
import { shareOfStates, type WorkerLimits } from './limits.ts'
import { type PartitionStats } from './partition-stats.ts'
import { type StateStore } from './state-store.ts'
import { type Trouble } from './trouble.ts'

export interface EngineOptions {
  readonly source: Pick<RecordSource, 'pause' | 'resume'>
  readonly processor: Processor
  readonly indexVersion: number
  readonly backlog: Backlog
  readonly writer: { add(operation: BulkOperation): void }
  readonly deadLetters: { add(letter: DeadLetter): void }
  readonly store: StateStore
  /** Undefined: dead letters are written, however many there are. */
  readonly breaker?: Breaker | undefined
  /** Undefined: every document is kept. */
  readonly floors?: KnownFloors | undefined
  readonly checkpoint: CheckpointOptions
  readonly limits: Pick<WorkerLimits, 'stateCache' | 'stateChanges' | 'stateWrites'>
  /** A partition whose oldest record has waited this long is paused. */
  readonly recordAgeMsMax: number
  readonly kafkaAway: Trouble
  readonly clock: Clock
  readonly log: Log
}

/**
 * What happens to partitions: they come and go, take records, pause, resume and commit.
 *
 * Taking records never waits for writing them: what waits is bounded by the backlog, and what
 * waits too long pauses its partition.
 */
export class Engine implements RecordReceiver {
  readonly ledger = new Ledger()
  readonly #options: EngineOptions
  readonly #caches = new CacheCounts()
  readonly #partitionCounts: ReadonlyMap<string, number>
  #assigned: ReadonlyMap<Assignment, AssignedPartition> = new Map()
  #isMember = false
  /** What each of them may keep of state documents. */
  #share: Pick<WorkerLimits, 'stateCache' | 'stateChanges'>

  constructor(options: EngineOptions) {
    this.#options = options
    this.#share = options.limits
    this.#partitionCounts = new Map(
      options.processor.topics.map(({ name, partitions }) => [name, partitions]),
    )
  }

  get partitions(): readonly PartitionStats[] {
    return [...this.#assigned.values()].map((assigned) => ({
      topic: assigned.run.assignment.topic,
      partition: assigned.run.assignment.partition,
      position: assigned.run.position,
      committed: assigned.checkpoints.committedOffset,
      highWatermark: assigned.run.highWatermark,
      isPaused: assigned.isPaused,
      uncommittedMs: assigned.uncommittedMs,
      doneCount: assigned.doneCount,
    }))
  }

  /** Whether it has been let into the group and told its partitions, be it none. */
  get isMember(): boolean {
    return this.#isMember
  }

  get caches(): CachesFigures {
    return this.#caches.with(this.#cachesInUse())
  }

  onAssigned(assignments: readonly Assignment[]): void {
    const { stateCache, stateChanges } = this.#options.limits
    this.#share = {
      stateCache: shareOfStates(stateCache, assignments.length),
      stateChanges: shareOfStates(stateChanges, assignments.length),
    }
    this.#assigned = new Map(
      assignments.map((assignment) => [assignment, this.#beginRun(assignment)]),
    )
    this.#isMember = true
    this.#options.log.info({ partitions: assignments.length }, 'partitions assigned')
  }

  onAssignmentsEnded(): void {
    for (const { run } of this.#assigned.values()) run.end()
    this.#options.log.debug({ partitions: this.#assigned.size }, 'assignments ended')
    this.#caches.end(this.#cachesInUse())
    this.#assigned = new Map()
    this.#isMember = false
  }

  onRecords(assignment: Assignment, batch: RecordBatch): void {
    const partition = this.#assigned.get(assignment)
    if (partition === undefined) return
    const { run } = partition
    run.outcomes.consume(batch.records.length)
    const span = run.take(batch, this.#options.clock.elapsedMs())
    if (span !== undefined) this.#options.backlog.add(span)
    partition.take(batch, span)
  }

  hasRoom(): boolean {
    return this.#options.backlog.hasRoom
  }

  whenRoom(): Promise<void> {
    return this.#options.backlog.whenRoom()
  }

  onAway(problem: PipelineError): void {
    this.#isMember = false
    this.#options.kafkaAway.begin(problem.message)
  }

  onBack(): void {
    this.#options.kafkaAway.end()
  }

  /** To be called every now and then: pauses, resumes, begins checkpoints. */
  tick(): void {
    for (const partition of this.#assigned.values()) {
      this.#pace(partition)
      partition.beginCheckpointIfDue()
    }
  }

  /** Commits everything that was taken, when it is durable. */
  async finish(): Promise<void> {
    const all = [...this.#assigned.values()]
    await Promise.all(all.map((partition) => partition.finish()))
  }

  #cachesInUse() {
    return [...this.#assigned.values()].map(({ caches }) => caches)
  }

  #beginRun(assignment: Assignment): AssignedPartition {
    const { backlog, checkpoint, writer } = this.#options
    const run = new Run(assignment, {
      outcomes: this.ledger.of(assignment),
      onSpanSettled: (span) => {
        backlog.remove(span)
      },
    })
    const { onFatal } = checkpoint
    const folding = this.#beginFolding(assignment)
    const { breaker, floors, limits } = this.#options
    const { stateWrites } = limits
    return new AssignedPartition(run, {
      folding,
      writer,
      checkpoint,
      stateWrites,
      breaker,
      floors,
      onFatal,
    })
  }

  /** Empty: nothing of an older run is used. */
  #beginFolding({ topic, isFromLogStart }: Assignment): Folding {
    const partitionCount = this.#partitionCounts.get(topic) ?? 0
    const processor = partOf(this.#options.processor, topic)
    const options = { ...this.#options, ...this.#share, processor }
    return new Folding({ ...options, partitionCount, isFromLogStart })
  }

  #pace(partition: AssignedPartition): void {
    const { source, breaker } = this.#options
    const { run, isPaused } = partition
    const isTripped = breaker?.isTripped === true
    const shouldPause = isTripped || partition.isDelayed || this.#isTooOld(run)
    if (shouldPause === isPaused) return
    partition.isPaused = shouldPause
    if (shouldPause) source.pause(run.assignment)
    else source.resume(run.assignment)
  }

  #isTooOld({ oldest }: Run): boolean {
    const { clock, recordAgeMsMax } = this.#options
    return oldest !== undefined && clock.elapsedMs() - oldest.beganAtMs > recordAgeMsMax
  }
}
