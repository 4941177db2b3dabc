import { type Fate } from '../contracts/run-ledger.ts'
import { type Occurrence } from './world/happenings.ts'

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
