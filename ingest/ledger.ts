import { type OutcomeCounts, Outcomes, totalOf } from './outcomes.ts'

/** The outcomes of every partition that this worker ever had. */
export class Ledger {
  readonly #partitions = new Map<string, Outcomes>()

  get total(): OutcomeCounts {
    return totalOf(this.#partitions.values())
  }

  get partitions(): ReadonlyMap<string, Outcomes> {
    return this.#partitions
  }

  of({ topic, partition }: { readonly topic: string; readonly partition: number }): Outcomes {
    const name = `${topic}/${partition}`
    const known = this.#partitions.get(name) ?? new Outcomes()
    this.#partitions.set(name, known)
    return known
  }
}
