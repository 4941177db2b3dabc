import { partitionOf } from '../contracts/partition.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type Departure } from './departure.ts'
import { attributeOf } from './faults/envelope-text.ts'
import { type LastDeparture } from './last-departures.ts'

/**
 * What of a run is in the log already. To be asked about every departure, in order, from the first.
 *
 * A crash may have cut the partitions at different departures, so each has its own last one: in each
 * partition what left up to it was sent, and nothing after it.
 */
export class SentBefore {
  readonly #open: Map<number, LastDeparture>
  readonly #partitions: number

  constructor(last: ReadonlyMap<number, LastDeparture>, partitions: number) {
    this.#open = new Map(last)
    this.#partitions = partitions
  }

  /** True until the last departure that was sent has been asked about. */
  get isOpen(): boolean {
    return this.#open.size > 0
  }

  /**
   * @throws PipelineError `setup.differs` when the run is not the one that was sent
   */
  has(departure: Departure, sequence: number): boolean {
    if (this.#open.size === 0) return false
    const partition = departure.partition ?? partitionOf(Buffer.from(departure.key), this.#partitions) // prettier-ignore
    const last = this.#open.get(partition)
    if (last === undefined) return false
    if (sequence < last.sequence) return true
    if (sequence > last.sequence || !isSame(last, departure)) throw notPlayed(partition)
    this.#open.delete(partition)
    return true
  }
}

/** Poison may have no id to compare. */
function isSame({ identity }: LastDeparture, { value }: Departure): boolean {
  return identity === undefined || attributeOf(value, 'id') === identity.id
}

/** What to do where a log cannot be continued. */
export const beginAnew =
  'Begin anew: `tally stack stop && tally stack reset`, or point at another Kafka.'

/** Another program has made them, or other reference data (time zones, names). */
function notPlayed(partition: number): PipelineError {
  return new PipelineError({
    code: 'setup.differs',
    message: `The last event of partition ${partition} does not happen in this world any more: another version of Tallystream or of Node has made it.`,
    action: beginAnew,
  })
}
