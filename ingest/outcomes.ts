/**
 * How the way of a record through the worker ended. Each record has exactly one. `abandoned`: its
 * run ended before it was folded; it comes again in another run, where it is consumed anew.
 */
export const outcomes = [
  'applied',
  'duplicate',
  'skipped',
  'deadLettered',
  'filtered',
  'abandoned',
] as const
export type Outcome = (typeof outcomes)[number]

export type OutcomeCounts = Readonly<Record<Outcome | 'consumed' | 'inFlight', number>>

/**
 * The ledger of one partition: how many records came and what became of them.
 *
 * It outlives runs, as a record that came twice was consumed twice. `consumed` is counted where
 * records come in and all else where they end, so that the difference tells a lost one.
 */
export class Outcomes {
  readonly #counts = {
    consumed: 0,
    inFlight: 0,
    applied: 0,
    duplicate: 0,
    skipped: 0,
    deadLettered: 0,
    filtered: 0,
    abandoned: 0,
  }

  get counts(): OutcomeCounts {
    return { ...this.#counts }
  }

  consume(count: number): void {
    this.#counts.consumed += count
  }

  begin(count: number): void {
    this.#counts.inFlight += count
  }

  /** @throws Error when more ends than has begun: then a record had two outcomes. */
  settle(outcome: Outcome, count: number): void {
    this.#counts.inFlight -= count
    this.#counts[outcome] += count
    if (this.#counts.inFlight < 0) throw new Error('a record has two outcomes')
  }
}

/** Records whose outcome is unknown; 0 at every moment, or the worker has a bug. */
export function unaccounted({ consumed, inFlight, ...ended }: OutcomeCounts): number {
  return consumed - inFlight - Object.values(ended).reduce((sum, count) => sum + count, 0)
}

/** The sum of several ledgers. */
export function totalOf(ledgers: Iterable<Outcomes>): OutcomeCounts {
  const total = { ...new Outcomes().counts }
  for (const { counts } of ledgers) {
    total.consumed += counts.consumed
    total.inFlight += counts.inFlight
    for (const outcome of outcomes) total[outcome] += counts[outcome]
  }
  return total
}
