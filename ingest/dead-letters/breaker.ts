import { type DeadLetterCode } from '../../contracts/dead-letter.ts'
import { type Log } from '../../runtime/log.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type Clock } from '../clock.ts'
import { Trouble, type TroubleReport } from '../trouble.ts'
import { wait } from '../wait.ts'
import { type Acceptance, type Acceptances } from './acceptances.ts'
import {
  type BreakerLimits,
  BreakerWindow,
  isTooMany,
  refusedIn,
  type WindowCounts,
} from './breaker-window.ts'

interface Refused {
  readonly code: DeadLetterCode
}

interface BreakerOptions {
  readonly limits: BreakerLimits
  readonly acceptances: Acceptances
  readonly clock: Clock
  readonly log: Log
  readonly onFatal: (error: unknown) => void
}

/** How often a tripped breaker looks for an acceptance. */
const lookEveryMs = 1000

/**
 * Keeps a worker from making dead letters of a whole topic: it trips when more than a share of the
 * records of a minute are none of the events that this version knows, and is reset by an operator.
 *
 * Whoever folds tells it first of the records of a portion, and folds them only when it has not
 * tripped or is reset. So nothing is written for the portion that made it trip, nor for any after.
 */
export class Breaker {
  readonly #options: BreakerOptions
  readonly #window: BreakerWindow
  readonly #trouble: Trouble
  readonly #closing = new AbortController()
  #accepted: readonly Acceptance[] = []
  /** Resolves with whether it was reset; undefined while it has not tripped. */
  #tripped: Promise<boolean> | undefined

  constructor(options: BreakerOptions) {
    this.#options = options
    this.#window = new BreakerWindow(options.limits)
    this.#trouble = new Trouble('paused, because most records are dead letters', { ...options, code: 'breaker-open' }) // prettier-ignore
  }

  get isTripped(): boolean {
    return this.#tripped !== undefined
  }

  get troubles(): readonly TroubleReport[] {
    return this.#trouble.report === undefined ? [] : [this.#trouble.report]
  }

  /** Records were decoded, so many in all; some of them are no events. */
  observe(records: number, refused: readonly Refused[]): void {
    const { clock, limits } = this.#options
    if (this.isTripped) return
    this.#window.add(records, refused, clock.elapsedMs())
    if (refused.length === 0) return
    const counts = this.#window.counts
    const tooMany = refusedIn(counts, (code) => this.#isAccepted(code))
    if (isTooMany(tooMany, counts, limits)) this.#trip(counts)
  }

  /** Resolves at once, unless it has tripped. @returns false when the worker ends before a reset */
  whenReset(): Promise<boolean> {
    return this.#tripped ?? Promise.resolve(true)
  }

  /** The worker ends: nobody waits any more. */
  close(): void {
    this.#closing.abort()
  }

  #trip(counts: WindowCounts): void {
    this.#trouble.begin(reasonOf(counts))
    this.#tripped = this.#lookForAcceptance(counts)
  }

  async #lookForAcceptance(counts: WindowCounts): Promise<boolean> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      this.#accepted = await this.#read()
      const left = refusedIn(counts, (code) => this.#isAccepted(code))
      if (!isTooMany(left, counts, this.#options.limits)) {
        this.#reset()
        return true
      }
      await wait(lookEveryMs, signal)
    }
    return false
  }

  /** An Elasticsearch that is away is asked again. */
  async #read(): Promise<readonly Acceptance[]> {
    try {
      return await this.#options.acceptances.read()
    } catch (error) {
      if (!(error instanceof PipelineError) || !error.retriable) this.#options.onFatal(error)
      return []
    }
  }

  #reset(): void {
    this.#window.clear()
    this.#tripped = undefined
    this.#trouble.end()
  }

  #isAccepted(code: DeadLetterCode): boolean {
    const now = this.#options.clock.now()
    return this.#accepted.some(
      (each) => each.until > now && (each.code === undefined || each.code === code),
    )
  }
}

function reasonOf({ records, refused }: WindowCounts): string {
  const causes = [...refused].sort(([, a], [, b]) => b - a).map(([code, count]) => `${count} ${code}`) // prettier-ignore
  const total = refusedIn({ records, refused }, () => false)
  return `${total} of the last ${records} records are dead letters (${causes.join(', ')}): look at \`tally dead-letters list\`; then stop what sends them, start a version that knows them, or run \`tally dead-letters accept\``
}
