import { delay } from '../runtime/lifecycle.ts'

interface PollLimits {
  readonly deadlineMs: number
  readonly intervalMs?: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Asks again and again until there is an answer.
 *
 * @returns the first answer that is not undefined, or undefined once the deadline has passed.
 * @throws the reason of `signal` when that is aborted.
 */
export async function pollUntil<T>(
  probe: () => Promise<T | undefined>,
  { deadlineMs, intervalMs = 100, signal }: PollLimits,
): Promise<T | undefined> {
  const endsAt = performance.now() + deadlineMs
  for (;;) {
    signal?.throwIfAborted()
    const answer = await probe()
    if (answer !== undefined) return answer
    if (performance.now() >= endsAt) return undefined
    await delay(intervalMs, signal)
  }
}
