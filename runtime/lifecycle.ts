import { setTimeout as sleep } from 'node:timers/promises'
import { PipelineError, type ProblemCode } from './problem.ts'

/** What is said when something takes longer than it may. */
export interface Deadline {
  readonly ms: number
  /** What was waited for, to be put after "no answer in 10 s:". */
  readonly what: string
  readonly code: ProblemCode
  readonly action: string
}

/**
 * What the promise gives, unless it takes longer than the deadline.
 *
 * The work itself is not stopped: it can only be left alone, and its late failure is dropped.
 *
 * @throws PipelineError of the deadline's code; or what the promise throws.
 */
export async function withDeadline<Value>(
  promise: Promise<Value>,
  { ms, what, code, action }: Deadline,
): Promise<Value> {
  const timer = new AbortController()
  const expiry = sleep(ms, undefined, { signal: timer.signal }).then(() => {
    throw new PipelineError({ code, message: `No answer in ${seconds(ms)}: ${what}.`, action })
  })
  // Clearing the timer rejects this one after the race has been decided.
  expiry.catch(() => undefined)
  try {
    return await Promise.race([promise, expiry])
  } finally {
    timer.abort()
  }
}

/** Waits for the work, but not longer than that: then it is left alone. @throws what it throws. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const expiry = new Promise((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  try {
    await Promise.race([work, expiry])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Waits.
 *
 * @throws the signal's reason, as soon as it is aborted.
 */
export async function delay(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

/** Resolves when the signal is aborted. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener(
      'abort',
      () => {
        resolve()
      },
      { once: true },
    )
  })
}

/**
 * What a promise gives, unless the signal is aborted before.
 *
 * Nothing of it is left on the signal afterwards, so one that lives long may be used again and
 * again; `Promise.race` with a promise that lives long would keep every answer.
 *
 * @throws the reason of the signal
 */
export async function unlessAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  // Whoever is not waited for any more must not end the process.
  promise.catch(() => undefined)
  signal.throwIfAborted()
  let onAbort: () => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Calls back when nothing has restarted it for a while. */
export class Countdown {
  readonly #ms: number
  readonly #onExpiry: () => void
  #timer: NodeJS.Timeout | undefined

  constructor(ms: number, onExpiry: () => void) {
    this.#ms = ms
    this.#onExpiry = onExpiry
  }

  restart(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#onExpiry, this.#ms)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}

/** How often and how long something is tried again. */
export interface Backoff {
  /** Upper bound of the first wait; it doubles with each further one. */
  readonly firstMs: number
  /** Upper bound of every wait. */
  readonly longestMs: number
  /** How many waits there are; Infinity for what must never be given up. */
  readonly attemptsMax: number
}

/**
 * The waits between attempts, with full jitter: each is anywhere between nothing and its bound, so
 * that clients which failed together do not come back together
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 *
 * @param random from 0 up to, not including, 1
 */
export function* fullJitter(
  { firstMs, longestMs, attemptsMax }: Backoff,
  random: () => number,
): Generator<number, void, void> {
  let boundMs = Math.min(firstMs, longestMs)
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    yield Math.floor(random() * boundMs)
    boundMs = Math.min(boundMs * 2, longestMs)
  }
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`
}
