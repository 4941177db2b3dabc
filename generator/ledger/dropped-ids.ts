import { PipelineError } from '../../runtime/problem.ts'

/** The ids of events of which no copy was sent, bounded. */
export class DroppedIds {
  readonly #ids = new Set<string>()
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  /** @throws PipelineError `usage.invalid` when there are too many to remember */
  add(id: string): void {
    if (this.#ids.size >= this.#max) {
      throw new PipelineError({
        code: 'usage.invalid',
        message: `More than ${this.#max} events were dropped: the ledger cannot tell any more which copy of an event is the first.`,
        action: 'Send fewer events a second, or run without a ledger.',
      })
    }
    this.#ids.add(id)
  }

  /** True once for each id that was added: the copy that now leaves is the first. */
  take(id: string): boolean {
    return this.#ids.size > 0 && this.#ids.delete(id)
  }
}
