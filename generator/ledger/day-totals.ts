import { type DeadLetterCode } from '../../contracts/dead-letter.ts'
import { type Fate } from '../../contracts/run-ledger.ts'

/** What was sent of one day (UTC). */
interface DayTotal {
  readonly day: string
  readonly applied: number
  readonly duplicate: number
  readonly deadLetters: Readonly<Partial<Record<DeadLetterCode, number>>>
}

interface Day {
  applied: number
  duplicate: number
  readonly deadLetters: Map<DeadLetterCode, number>
}

/** Counts what was sent per day and fate. */
export class DayTotals {
  readonly #days = new Map<string, Day>()

  /** @param day `2026-01-05` */
  count(day: string, fate: Fate): void {
    const totals = this.#of(day)
    if (fate === 'applied' || fate === 'duplicate') totals[fate] += 1
    else totals.deadLetters.set(fate, (totals.deadLetters.get(fate) ?? 0) + 1)
  }

  /** In the order of time. */
  totals(): DayTotal[] {
    return [...this.#days.entries()]
      .sort(byName)
      .map(([day, { applied, duplicate, deadLetters }]) => ({
        day,
        applied,
        duplicate,
        deadLetters: Object.fromEntries([...deadLetters].sort(byName)),
      }))
  }

  #of(day: string): Day {
    const known = this.#days.get(day)
    if (known !== undefined) return known
    const made: Day = { applied: 0, duplicate: 0, deadLetters: new Map() }
    this.#days.set(day, made)
    return made
  }
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}
