import { PipelineError } from '../runtime/problem.ts'
import { type Clock } from './clock.ts'
import { type Run } from './run.ts'
import { type Trouble } from './trouble.ts'

/**
 * Makes everything before the offset durable in one respect.
 *
 * @returns false when the run ended meanwhile: the checkpoint is then given up.
 */
export type CheckpointStage = (run: Run, offset: number) => Promise<boolean>

export interface CheckpointOptions {
  /** In the order of the protocol; each begins when the one before has been acknowledged. */
  readonly stages: readonly CheckpointStage[]
  /** Commits to Kafka. @throws PipelineError when it was refused. */
  readonly commit: (run: Run, offset: number) => Promise<void>
  readonly limits: { readonly intervalMs: number; readonly bytesMax: number }
  readonly clock: Clock
  readonly trouble: Trouble
  readonly onFatal: (error: unknown) => void
}

/** Event documents and dead letters are sent ahead; this waits until they are acknowledged. */
export const eventsDurable: CheckpointStage = (run, offset) => run.whenDurable(offset)

/**
 * The checkpoints of one run: everything up to an offset durable, stage by stage, then the commit.
 *
 * At most one is in flight. A refused commit is said once and tried again at the next checkpoint:
 * nothing is lost by a late one.
 */
export class Checkpoints {
  readonly #run: Run
  readonly #options: CheckpointOptions
  #committedOffset: number
  #lastBeganMs: number
  #lastBytes = 0
  #inFlight: Promise<void> | undefined

  constructor(run: Run, options: CheckpointOptions) {
    this.#run = run
    this.#options = options
    this.#committedOffset = run.assignment.startOffset
    this.#lastBeganMs = options.clock.elapsedMs()
  }

  /** The group has been told that everything before this offset is done. */
  get committedOffset(): number {
    return this.#committedOffset
  }

  /** Begins a checkpoint if one is due: after an interval or so many bytes, and never two. */
  beginIfDue(): void {
    if (this.#inFlight === undefined && this.#isDue()) void this.#begin()
  }

  /** Commits everything that was taken; resolves early when the run ends or a commit is refused. */
  async finish(): Promise<void> {
    await this.#inFlight
    if (this.#hasNews()) await this.#begin()
  }

  #hasNews(): boolean {
    return !this.#run.isEnded && this.#run.position > this.#committedOffset
  }

  #isDue(): boolean {
    const { limits, clock } = this.#options
    return (
      this.#hasNews() &&
      (clock.elapsedMs() - this.#lastBeganMs >= limits.intervalMs ||
        this.#run.bytesTaken - this.#lastBytes >= limits.bytesMax)
    )
  }

  #begin(): Promise<void> {
    this.#lastBeganMs = this.#options.clock.elapsedMs()
    this.#lastBytes = this.#run.bytesTaken
    this.#inFlight = this.#carryOut(this.#run.position).finally(() => {
      this.#inFlight = undefined
    })
    return this.#inFlight
  }

  async #carryOut(offset: number): Promise<void> {
    const { stages, commit, trouble, onFatal } = this.#options
    try {
      for (const stage of stages) {
        if (!(await stage(this.#run, offset))) return
      }
      await commit(this.#run, offset)
      this.#committedOffset = offset
      trouble.end()
    } catch (error) {
      if (!(error instanceof PipelineError) || !error.retriable) onFatal(error)
      // A commit that fails amid a rejoin is no trouble: its records come again.
      else if (!this.#run.isEnded) trouble.begin(error.message)
    }
  }
}
