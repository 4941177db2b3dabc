import { type LogRecord } from '../contracts/processor.ts'
import { type RecordBatch } from '../runtime/kafka/record-source.ts'
import { type Breaker } from './dead-letters/breaker.ts'
import { type BulkOperation } from './bulk-operation.ts'
import {
  type Checkpointed,
  type CheckpointOptions,
  Checkpoints,
  type CheckpointStage,
} from './checkpoint.ts'
import { type DecodedRecords } from './decode-records.ts'
import { type Folding, readFor } from './folding.ts'
import { identityOf } from './log-identity.ts'
import { type KnownFloors } from './retention/known-floors.ts'
import { type Run, type Span } from './run.ts'
import { type StateCache, type StateEntry } from './state-cache.ts'
import { StateWriting, type StateWritingLimits } from './state-writing.ts'

export interface AssignedPartitionOptions {
  readonly folding: Folding
  readonly writer: { add(operation: BulkOperation): void }
  readonly checkpoint: CheckpointOptions
  readonly stateWrites: StateWritingLimits
  /** Undefined: dead letters are written, however many there are. */
  readonly breaker?: Breaker | undefined
  /** Undefined: every document is kept. */
  readonly floors?: KnownFloors | undefined
  readonly onFatal: (error: unknown) => void
}

/** Of what may have changed, how much makes a checkpoint begin: the rest is for folding meanwhile. */
const crowded = 0.75

interface Portion {
  readonly records: readonly LogRecord[]
  /** Undefined where there are no records: markers of transactions are none. */
  readonly span: Span | undefined
  readonly nextOffset: number
}

/** One assigned partition at work: records wait, are folded in order, and become checkpoints. */
export class AssignedPartition implements Checkpointed {
  readonly run: Run
  readonly checkpoints: Checkpoints
  isPaused = false
  readonly #options: AssignedPartitionOptions
  #waiting: Portion[] = []
  #isFolding = false
  #folded: Promise<void> = Promise.resolve()
  #isBetweenPortions = true
  #foldedOffset: number
  /** The last record before `#foldedOffset`, of those that came in this run. */
  #lastFolded: LogRecord | undefined
  #bytesAtCheckpoint = 0
  #isStateDelayed = false
  #statesDurable = 0
  /** Everything before it has been taken. */
  #takenOffset: number
  /** When the oldest record was taken that came after the last one that is committed, at most. */
  #uncommittedSinceMs = 0

  constructor(run: Run, options: AssignedPartitionOptions) {
    this.run = run
    this.#options = options
    this.#foldedOffset = run.assignment.startOffset
    this.#takenOffset = run.assignment.startOffset
    this.checkpoints = new Checkpoints(this, options.checkpoint)
  }

  get foldedOffset(): number {
    return this.#foldedOffset
  }

  /** Names the last record before `foldedOffset`, which may lie in an older run. */
  get metadata(): string {
    if (this.#lastFolded !== undefined) return identityOf(this.#lastFolded)
    return this.run.assignment.committed?.metadata ?? ''
  }

  get changedBytes(): number {
    return this.run.bytesTaken - this.#bytesAtCheckpoint
  }

  get isCrowded(): boolean {
    return this.#options.folding.changesShare > crowded
  }

  /** Whether something of it is being tried again. */
  get isDelayed(): boolean {
    return this.run.isDelayed || this.#isStateDelayed
  }

  get caches(): Pick<Folding, 'readModels' | 'activities'> {
    return this.#options.folding
  }

  /** Rises with everything that gets done of it, whatever it is: of one that hangs it does not. */
  get doneCount(): number {
    return this.run.settledCount + this.#statesDurable + this.checkpoints.committedOffset
  }

  /** About how long the oldest record has waited for its commit; 0 when all are committed. */
  get uncommittedMs(): number {
    const { committedOffset, committedAsOfMs } = this.checkpoints
    if (committedOffset >= this.#takenOffset) return 0
    const sinceMs = Math.max(this.#uncommittedSinceMs, committedAsOfMs)
    return Math.max(0, this.#options.checkpoint.clock.elapsedMs() - sinceMs)
  }

  /** Takes consecutive records; they are folded after those that were taken before. */
  take({ records, nextOffset }: RecordBatch, span: Span | undefined): void {
    if (this.checkpoints.committedOffset >= this.#takenOffset) {
      this.#uncommittedSinceMs = this.#options.checkpoint.clock.elapsedMs()
    }
    this.#takenOffset = nextOffset
    this.#waiting.push({ records, span, nextOffset })
    if (!this.#isFolding) this.#folded = this.#foldAll()
  }

  /** To be called every now and then. A checkpoint holds whole portions. */
  beginCheckpointIfDue(): void {
    if (this.#isBetweenPortions) this.checkpoints.beginIfDue()
  }

  /** Folds and commits everything that was taken, when it is durable. */
  async finish(): Promise<void> {
    await this.#folded
    await this.checkpoints.finish()
  }

  takeStages(): readonly CheckpointStage[] {
    const { folding } = this.#options
    const offset = this.#foldedOffset
    this.#bytesAtCheckpoint = this.run.bytesTaken
    const { activities, readModels } = folding.takeChanges()
    const writeActivities = this.#writing(folding.activities, activities)
    const writeReadModels = this.#writing(folding.readModels, readModels)
    return [() => this.run.whenDurable(offset), writeActivities, writeReadModels]
  }

  async #foldAll(): Promise<void> {
    this.#isFolding = true
    try {
      while (this.#waiting.length > 0) {
        if (this.run.isEnded || !(await this.#foldNext())) this.#abandonWaiting()
      }
    } catch (error) {
      this.#options.onFatal(error)
    } finally {
      this.#isFolding = false
    }
  }

  /** @returns false when the run ended meanwhile */
  async #foldNext(): Promise<boolean> {
    const { folding } = this.#options
    const portion = this.#waiting.shift()
    if (portion === undefined) return true
    const { records, span, nextOffset } = portion
    const decoded = folding.decode(records)
    if (!(await this.#mayFold(decoded, span))) {
      span?.abandon(span.count)
      return false
    }
    this.#isBetweenPortions = false
    if (span !== undefined && !(await folding.apply(decoded, span))) return false
    this.#isBetweenPortions = true
    this.#foldedOffset = nextOffset
    this.#lastFolded = records.at(-1) ?? this.#lastFolded
    this.checkpoints.beginIfDue()
    while (folding.changesShare > 1) if (!(await this.#makeRoom())) return false
    return true
  }

  /**
   * Waits while most records are dead letters, and until it is known what is kept.
   *
   * @returns false when the run or the worker ends
   */
  async #mayFold({ events, refused }: DecodedRecords, span: Span | undefined): Promise<boolean> {
    const { breaker, floors } = this.#options
    breaker?.observe(events.length + refused.length, refused)
    while (breaker?.isTripped === true) {
      const ended = this.run.ended.then(() => false)
      if (!(await Promise.race([breaker.whenReset(), ended]))) return false
    }
    if (floors === undefined || floors.isFresh || span === undefined) return true
    return floors.refresh(readFor(span))
  }

  /** What nobody folds any more must not wait: it would be in the backlog for ever. */
  #abandonWaiting(): void {
    for (const { span } of this.#waiting.splice(0)) span?.abandon(span.count)
  }

  /** By a checkpoint. @returns false when the run ended meanwhile */
  async #makeRoom(): Promise<boolean> {
    await this.checkpoints.ended
    await this.checkpoints.finish()
    return !this.run.isEnded
  }

  #writing(cache: StateCache, entries: readonly StateEntry[]): CheckpointStage {
    const writing = new StateWriting(entries, {
      limits: this.#options.stateWrites,
      cache,
      run: this.run,
      writer: this.#options.writer,
      onDurable: (count) => {
        this.#statesDurable += count
      },
      onDelayed: (isDelayed) => {
        this.#isStateDelayed = isDelayed
      },
    })
    return () => writing.carryOut()
  }
}
