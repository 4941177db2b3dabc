import { type Assignment } from './record-source.ts'

/** A partition of a topic. */
export type PartitionName = Pick<Assignment, 'topic' | 'partition'>

/** An assignment as far as it was handed over. */
export interface Place {
  readonly assignment: Assignment
  /** The offset to be handed over next. */
  next: number
  isPaused: boolean
  /** What the broker confirmed last. */
  committed: number | undefined
}

/** The assignments of one consumer, which all begin and end together. */
export class Places {
  #places: ReadonlyMap<string, Place> = new Map()

  begin(assignments: readonly Assignment[]): void {
    this.#places = new Map(
      assignments.map((assignment) => [
        keyOf(assignment),
        { assignment, next: assignment.startOffset, isPaused: true, committed: undefined },
      ]),
    )
  }

  /** @returns whether there were any. */
  end(): boolean {
    const hadSome = this.#places.size > 0
    this.#places = new Map()
    return hadSome
  }

  all(): Iterable<Place> {
    return this.#places.values()
  }

  /** Where the partition stands now, if it is assigned. */
  of(name: PartitionName): Place | undefined {
    return this.#places.get(keyOf(name))
  }

  /** The place of exactly this assignment; none when it is over. */
  current(assignment: Assignment): Place | undefined {
    const place = this.of(assignment)
    return place?.assignment === assignment ? place : undefined
  }
}

/** A partition as the key of a map. */
export function keyOf({ topic, partition }: PartitionName): string {
  return `${topic}/${partition}`
}
