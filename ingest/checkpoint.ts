import { type Commit } from '../runtime/kafka/record-source.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type Clock } from './clock.ts'
import { type Run } from './run.ts'
import { type Trouble } from './trouble.ts'

/**
 * Makes something durable that belongs to everything before an offset.
 *
 * @returns false when the run ended meanwhile: the checkpoint is then given up.
 */
export type CheckpointStage = () => Promise<boolean>

/** What is made durable: one run, as far as it is folded. */
export interface Checkpointed {
  readonly run: Run
  /** Everything before this offset is in the documents of `stages`. */
  readonly foldedOffset: number
  /** What is to be said with the commit of `foldedOffset`. */
  readonly metadata: string
  /** About how much has changed since the last checkpoint, in bytes. */
  readonly changedBytes: number
  /** Whether so many state documents have changed that folding will soon have to wait. */
  readonly isCrowded: boolean
  /**
   * What is to be made durable for everything before `foldedOffset`, as it is now. In the order of
   * the protocol; each stage begins when the one before has been acknowledged.
   */
  takeStages(): readonly CheckpointStage[]
}

export interface CheckpointLimits {
  readonly intervalMs: number
  /**
   * The interval of a run that is far behind: it writes each state document less often, and nobody
   * looks for what is new where everything is old.
   */
  readonly catchUpIntervalMs: number
  /** How many records behind that is. */
  readonly catchUpRecords: number
  readonly bytesMax: number
}

export interface CheckpointOptions {
  /** Commits to Kafka. @throws PipelineError when it was refused. */
  readonly commit: (run: Run, offset: number, metadata: string) => Promise<void>
  readonly limits: CheckpointLimits
  readonly clock: Clock
  readonly trouble: Trouble
  /** Told of each one that was committed. */
  readonly onCommitted?: ((tookMs: number) => void) | undefined
  readonly onFatal: (error: unknown) => void
}

/**
 * The checkpoints of one run: everything up to an offset durable, stage by stage, then the commit.
 *
 * At most one is in flight. A refused commit is said once and tried again at the next checkpoint:
 * nothing is lost by a late one.
 */
export class Checkpoints {
  readonly #of: Checkpointed
  readonly #options: CheckpointOptions
  #committedOffset: number
  #lastBeganMs: number
  #committedAsOfMs: number
  #inFlight: Promise<void> | undefined

  constructor(of: Checkpointed, options: CheckpointOptions) {
    this.#of = of
    this.#options = options
    this.#committedOffset = of.run.assignment.startOffset
    this.#lastBeganMs = options.clock.elapsedMs()
    this.#committedAsOfMs = this.#lastBeganMs
  }

  /** The group has been told that everything before this offset is done. */
  get committedOffset(): number {
    return this.#committedOffset
  }

  /** When the checkpoint began whose offset is committed: all that was folded by then is. */
  get committedAsOfMs(): number {
    return this.#committedAsOfMs
  }

  /** Resolves when the checkpoint that is in flight has ended; at once when there is none. */
  get ended(): Promise<void> {
    return this.#inFlight ?? Promise.resolve()
  }

  /** Begins a checkpoint if one is due: after an interval or so many bytes, and never two. */
  beginIfDue(): void {
    if (this.#inFlight === undefined && this.#isDue()) void this.#begin()
  }

  /** Commits everything that was folded; resolves early when the run ends or a commit is refused. */
  async finish(): Promise<void> {
    await this.#inFlight
    if (this.#hasNews()) await this.#begin()
  }

  #hasNews(): boolean {
    const { run, foldedOffset } = this.#of
    return !run.isEnded && foldedOffset > this.#committedOffset
  }

  #isDue(): boolean {
    const { limits, clock } = this.#options
    if (!this.#hasNews()) return false
    const { changedBytes, isCrowded } = this.#of
    if (isCrowded || changedBytes >= limits.bytesMax) return true
    return clock.elapsedMs() - this.#lastBeganMs >= this.#intervalMs()
  }

  #intervalMs(): number {
    const { intervalMs, catchUpIntervalMs, catchUpRecords } = this.#options.limits
    const { highWatermark, position } = this.#of.run
    return highWatermark - position > catchUpRecords ? catchUpIntervalMs : intervalMs
  }

  #begin(): Promise<void> {
    this.#lastBeganMs = this.#options.clock.elapsedMs()
    const { foldedOffset: offset, metadata } = this.#of
    this.#inFlight = this.#carryOut({ offset, metadata }, this.#of.takeStages()).finally(() => {
      this.#inFlight = undefined
    })
    return this.#inFlight
  }

  async #carryOut({ offset, metadata }: Commit, stages: readonly CheckpointStage[]): Promise<void> {
    const { commit, trouble, clock, onCommitted, onFatal } = this.#options
    const { run } = this.#of
    const beganMs = this.#lastBeganMs
    try {
      for (const stage of stages) {
        if (!(await stage())) return
      }
      await commit(run, offset, metadata)
      this.#committedOffset = offset
      this.#committedAsOfMs = beganMs
      trouble.end()
      onCommitted?.(clock.elapsedMs() - beganMs)
    } catch (error) {
      if (!(error instanceof PipelineError) || !error.retriable) onFatal(error)
      // A commit that fails amid a rejoin is no trouble: its records come again.
      else if (!run.isEnded) trouble.begin(error.message)
    }
  }
}
