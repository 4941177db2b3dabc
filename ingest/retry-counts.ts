import { retryCauses, type RetryCause } from '../contracts/retry-cause.ts'

/** How often something was tried again, and why. */
export class RetryCounts {
  readonly #counts = new Map<RetryCause, number>(retryCauses.map((cause) => [cause, 0]))

  add(cause: RetryCause): void {
    this.#counts.set(cause, (this.#counts.get(cause) ?? 0) + 1)
  }

  get byCause(): Readonly<Record<RetryCause, number>> {
    return Object.fromEntries(this.#counts) as Record<RetryCause, number>
  }
}
