import { EpochMs } from '../contracts/time.ts'

/** Time as the engine sees it; none of it ever gets into a document. */
export interface Clock {
  /** For ages and waits: never goes back, in ms. */
  elapsedMs(): number
  /** For people: the time of day. */
  now(): EpochMs
}

export const systemClock: Clock = {
  elapsedMs: () => performance.now(),
  now: () => EpochMs.parse(Date.now()),
}
