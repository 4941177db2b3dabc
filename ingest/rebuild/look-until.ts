import { delay } from '../../runtime/lifecycle.ts'
import { PipelineError } from '../../runtime/problem.ts'

interface Looks {
  readonly signal: AbortSignal
  readonly everyMs: number
  readonly deadlineMs: number
  /** What is thrown when the time is over and the servers answer. */
  readonly tooLate: () => Error
}

/**
 * Asks again and again until there is an answer. A server that is away is asked again.
 *
 * @param question undefined = not yet
 * @throws when the time is over, `tooLate` or the failure of the last look; the reason of the
 * signal; at once whatever the question throws that is not retriable
 */
export async function lookUntil<Answer>(
  question: () => Promise<Answer | undefined>,
  { signal, everyMs, deadlineMs, tooLate }: Looks,
): Promise<Answer> {
  const until = performance.now() + deadlineMs
  for (;;) {
    let problem: PipelineError | undefined
    try {
      const answer = await question()
      if (answer !== undefined) return answer
    } catch (error) {
      if (!(error instanceof PipelineError) || !error.retriable) throw error
      problem = error
    }
    if (performance.now() >= until) throw problem ?? tooLate()
    await delay(everyMs, signal)
  }
}
