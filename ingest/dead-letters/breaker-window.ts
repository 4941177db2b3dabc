import { type DeadLetterCode } from '../../contracts/dead-letter.ts'

/** How many dead letters are too many. */
export interface BreakerLimits {
  /** In percent of the records of a window; 100 = never too many. */
  readonly sharePercentMax: number
  /** Of fewer records nothing is concluded. */
  readonly recordsMin: number
  readonly windowMs: number
}

/** What came within a window. */
export interface WindowCounts {
  readonly records: number
  /** Of them, those that are no events, by cause. */
  readonly refused: ReadonlyMap<DeadLetterCode, number>
}

/** In so many steps the window moves on. */
const steps = 12

interface Step {
  readonly number: number
  records: number
  readonly refused: Map<DeadLetterCode, number>
}

/**
 * The records of the last minute or so, counted: a handful of numbers, however many records. It
 * reaches back between eleven twelfths of its length and all of it.
 */
export class BreakerWindow {
  readonly #stepMs: number
  /** The newest last. */
  #steps: Step[] = []

  constructor({ windowMs }: Pick<BreakerLimits, 'windowMs'>) {
    this.#stepMs = windowMs / steps
  }

  /** @param nowMs of a clock that never goes back */
  add(records: number, refused: readonly { code: DeadLetterCode }[], nowMs: number): void {
    const step = this.#stepAt(nowMs)
    step.records += records
    for (const { code } of refused) step.refused.set(code, (step.refused.get(code) ?? 0) + 1)
  }

  get counts(): WindowCounts {
    const refused = new Map<DeadLetterCode, number>()
    let records = 0
    for (const step of this.#steps) {
      records += step.records
      for (const [code, count] of step.refused) refused.set(code, (refused.get(code) ?? 0) + count)
    }
    return { records, refused }
  }

  clear(): void {
    this.#steps = []
  }

  #stepAt(nowMs: number): Step {
    const number = Math.floor(nowMs / this.#stepMs)
    const last = this.#steps.at(-1)
    if (last?.number === number) return last
    const step = { number, records: 0, refused: new Map<DeadLetterCode, number>() }
    this.#steps = [...this.#steps.filter((each) => each.number > number - steps), step]
    return step
  }
}

/** Dead letters of a window, but for those of causes that are accepted. */
export function refusedIn(
  { refused }: WindowCounts,
  isAccepted: (code: DeadLetterCode) => boolean,
): number {
  return [...refused].reduce((sum, [code, count]) => (isAccepted(code) ? sum : sum + count), 0)
}

/** Whether so many dead letters are too many. */
export function isTooMany(
  refused: number,
  { records }: Pick<WindowCounts, 'records'>,
  { sharePercentMax, recordsMin }: BreakerLimits,
): boolean {
  return records >= recordsMin && refused * 100 > records * sharePercentMax
}
