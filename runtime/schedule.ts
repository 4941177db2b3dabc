import { schedule, validate } from 'node-cron'
import { whenAborted } from './lifecycle.ts'

/** Whether a text is a schedule in the form of cron: `0 3 * * *`. */
export function isSchedule(text: string): boolean {
  return validate(text)
}

/**
 * Works at each time of a schedule, by the clock and zone of this machine, until the signal is
 * aborted; work that is under way then is waited for. A time that comes while it still works for an
 * earlier one is left out.
 *
 * @throws what the work throws
 */
export async function workOnSchedule(
  expression: string,
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return
  let working: Promise<void> | undefined
  let fail: (error: unknown) => void = () => undefined
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  const run = () => {
    working ??= work()
      .catch(fail)
      .finally(() => {
        working = undefined
      })
  }
  const task = schedule(expression, run, { suppressMissedWarning: true })
  try {
    await Promise.race([whenAborted(signal), failed])
  } finally {
    await task.destroy()
  }
  await working
}
