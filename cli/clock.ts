import { type Clock } from '../generator/pace.ts'
import { delay } from '../runtime/lifecycle.ts'

/** The clock of this machine. An interruption ends a sleep; who sleeps looks at the signal. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, signal).catch(() => undefined),
}
