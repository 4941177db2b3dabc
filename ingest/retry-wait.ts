/** Bounds of the waits between attempts, of which there is no last one. */
export interface RetryLimits {
  /** Upper bound of the first wait; it doubles with each further one. */
  readonly firstMs: number
  /** Upper bound of every wait. */
  readonly longestMs: number
}

/**
 * The wait before an attempt, with full jitter: anywhere between nothing and its bound, so that
 * what failed together does not come back together.
 *
 * @param attempt how many have failed, from 1
 * @param random from 0 up to, not including, 1
 */
export function retryWaitMs(
  { firstMs, longestMs }: RetryLimits,
  attempt: number,
  random: () => number,
): number {
  return Math.floor(random() * Math.min(longestMs, firstMs * 2 ** (attempt - 1)))
}
