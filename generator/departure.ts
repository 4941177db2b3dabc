import { type DeadLetterCode } from '../contracts/dead-letter.ts'
import { type Occurrence } from './world/happenings.ts'

/** Header of every record that a generator sends: `<fingerprint of the run>/<place in it, from 0>`. */
export const departureHeader = 'tally-departure'

/** What must come of a record, whoever reads the log. */
export type Fate = 'applied' | 'duplicate' | DeadLetterCode

/** A record that is about to leave for the log. */
export interface Departure {
  /** When it is due to leave, in the time of the world: later than it happened if it is late. */
  readonly leavesMs: number
  readonly key: string
  readonly value: string
  /** Where it is put against what its key says; undefined = where the key belongs. */
  readonly partition?: number
  readonly fate: Fate
  /** Of which business event it is a copy; undefined for what is no business event. */
  readonly occurrence?: Occurrence
}

/** A stream of departures in the order of `leavesMs`, made as it is asked for. */
export interface Traffic {
  /** Never later than the next departure; Infinity when none will come. */
  readonly nextMs: number
  /** The next departure, if it leaves before this moment. */
  next(untilMs: number): Departure | undefined
}
