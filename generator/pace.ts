import { type OutgoingEvent } from './sink.ts'

/** The clock by which events are sent. */
export interface Clock {
  /** Epoch ms. */
  now(): number
  /** Resolves after a while, or earlier when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** What became of the schedule. */
export interface PaceStats {
  /** Events that have fallen due in the live part. */
  readonly due: number
  /** Events delivered, history included. */
  readonly sent: number
  /** Events of the live part delivered more than a second after they were due. */
  readonly late: number
  /** The longest that an event of the live part was behind its time, in ms. */
  readonly latestMs: number
  /** Delivered in each of the last seconds, on average. */
  readonly perSecond: number
}

const lateAfterMs = 1000
const windowMs = 5000

/**
 * The open model: an event is due at its moment, whatever became of the ones before. What could not
 * be sent in time is sent late and counted; the schedule never moves.
 */
export class Pace {
  readonly #clock: Clock
  #shiftMs = 0
  readonly #samples: { readonly atMs: number; readonly sent: number }[] = []
  #due = 0
  #sent = 0
  #late = 0
  #latestMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** From now on this moment of the world is the present of the clock. */
  startAt(worldMs: number): void {
    this.#shiftMs = this.#clock.now() - worldMs
  }

  /** What happens in the world before this moment is due now. */
  get dueUntilMs(): number {
    return this.#clock.now() - this.#shiftMs + 1
  }

  /** How long it is until a moment of the world. */
  waitMs(worldMs: number): number {
    return worldMs + this.#shiftMs - this.#clock.now()
  }

  /** Counts an event as due, and tells when. */
  takeDue(worldMs: number): number {
    this.#due += 1
    return worldMs + this.#shiftMs
  }

  /** Counts delivered events. */
  countSent(events: readonly OutgoingEvent[]): void {
    const now = this.#clock.now()
    this.#sent += events.length
    for (const { dueMs } of events) {
      if (dueMs === undefined) continue
      const behindMs = now - dueMs
      if (behindMs > lateAfterMs) this.#late += 1
      this.#latestMs = Math.max(this.#latestMs, behindMs)
    }
    if (now - (this.#samples.at(-1)?.atMs ?? -Infinity) >= 1000) this.#sample(now)
  }

  stats(): PaceStats {
    const now = this.#clock.now()
    const oldest = this.#samples.find(({ atMs }) => now - atMs <= windowMs)
    const elapsedMs = oldest === undefined ? 0 : now - oldest.atMs
    const perSecond =
      oldest === undefined || elapsedMs === 0 ? 0 : ((this.#sent - oldest.sent) / elapsedMs) * 1000
    return {
      due: this.#due,
      sent: this.#sent,
      late: this.#late,
      latestMs: this.#latestMs,
      perSecond,
    }
  }

  #sample(atMs: number): void {
    this.#samples.push({ atMs, sent: this.#sent })
    if (this.#samples.length > windowMs / 1000 + 2) this.#samples.shift()
  }
}
