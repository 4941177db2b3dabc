import { type OutcomeCounts, Outcomes, totalOf } from './outcomes.ts'

/** What became of the records of one partition. */
export interface PartitionOutcomes {
  readonly topic: string
  readonly partition: number
  readonly outcomes: OutcomeCounts
}

/** The outcomes of every partition that this worker ever had. */
export class Ledger {
  readonly #partitions = new Map<string, Outcomes>()
  readonly #names = new Map<string, Pick<PartitionOutcomes, 'topic' | 'partition'>>()

  get total(): OutcomeCounts {
    return totalOf(this.#partitions.values())
  }

  get partitions(): ReadonlyMap<string, Outcomes> {
    return this.#partitions
  }

  get byPartition(): readonly PartitionOutcomes[] {
    return [...this.#names].map(([name, of]) => {
      return { ...of, outcomes: (this.#partitions.get(name) ?? new Outcomes()).counts }
    })
  }

  of({ topic, partition }: { readonly topic: string; readonly partition: number }): Outcomes {
    const name = `${topic}/${partition}`
    const known = this.#partitions.get(name) ?? new Outcomes()
    this.#partitions.set(name, known)
    this.#names.set(name, { topic, partition })
    return known
  }
}
