import { Latencies, type LatencySummary } from '../runtime/latencies.ts'
import { type Schedule, type StageWindow } from './schedule.ts'
import { type OutgoingEvent } from './sink.ts'

/** The clock by which events are sent. */
export interface Clock {
  /** Epoch ms. */
  readonly now: () => number
  /** Resolves after a while, or earlier when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** What became of the events of a time of the live part. */
export interface Punctuality {
  /** Events that have fallen due. */
  readonly due: number
  /** Of them, delivered. */
  readonly sent: number
  /** Of them, sent more than a second after they were due. */
  readonly late: number
  /** Events that were never sent, because they would have been too late. */
  readonly dropped: number
  /** Actual minus intended send time. */
  readonly delayMs: LatencySummary
}

/** What became of the schedule. */
export interface PaceStats {
  /** Events delivered, history included. */
  readonly sent: number
  /** Delivered in each of the last seconds, on average. */
  readonly perSecond: number
  readonly live: Punctuality
  /**
   * Events that have fallen due and are not delivered. While a sink is full nothing is made, so of
   * those that are not made it is what the schedule expects.
   */
  readonly overdue: number
}

/** What became of one stage. */
export interface StagePunctuality extends Punctuality {
  readonly name: string
}

const lateAfterMs = 1000
const windowMs = 5000

/**
 * The open model: an event is due at its moment, whatever became of the ones before. What could not
 * be sent in time is sent late and counted, or dropped and counted; the schedule never moves.
 *
 * A delay is reckoned from when an event was due and not from when it was taken in hand, so a stall
 * counts for everything that fell due meanwhile (Gil Tene, "coordinated omission").
 */
export class Pace {
  readonly #clock: Clock
  readonly #live = new Tally()
  readonly #stages: readonly Tally[]
  readonly #windows: readonly StageWindow[]
  readonly #samples: { readonly atMs: number; readonly sent: number }[] = []
  readonly #expectedBetween: NonNullable<Schedule['expectedBetween']>
  #shiftMs = 0
  #sent = 0
  /** Moment of the world of the last event that was taken; Infinity before the live part. */
  #takenMs = Infinity
  /** Where the last event asked about lay; the next one is mostly in the same stage. */
  #stage = 0

  constructor(
    clock: Clock,
    { windows = [], expectedBetween = () => 0 }: Pick<Schedule, 'windows' | 'expectedBetween'> = {},
  ) {
    this.#clock = clock
    this.#windows = windows
    this.#expectedBetween = expectedBetween
    this.#stages = windows.map(() => new Tally())
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
    const dueMs = worldMs + this.#shiftMs
    this.#takenMs = worldMs
    this.#live.due += 1
    const stage = this.#stageOf(dueMs)
    if (stage !== undefined) stage.due += 1
    return dueMs
  }

  /** Counts an event that fell due then and is not sent. */
  drop(dueMs: number): void {
    this.#live.dropped += 1
    const stage = this.#stageOf(dueMs)
    if (stage !== undefined) stage.dropped += 1
  }

  /** Counts delivered events, and how late they began to be sent. */
  countSent(events: readonly OutgoingEvent[], sentMs: number): void {
    this.#sent += events.length
    for (const { dueMs } of events) {
      if (dueMs === undefined) continue
      this.#live.countSent(sentMs - dueMs)
      this.#stageOf(dueMs)?.countSent(sentMs - dueMs)
    }
    const now = this.#clock.now()
    if (now - (this.#samples.at(-1)?.atMs ?? -Infinity) >= 1000) this.#sample(now)
  }

  stats(): PaceStats {
    const now = this.#clock.now()
    const oldest = this.#samples.find(({ atMs }) => now - atMs <= windowMs)
    const elapsedMs = oldest === undefined ? 0 : now - oldest.atMs
    const perSecond =
      oldest === undefined || elapsedMs === 0 ? 0 : ((this.#sent - oldest.sent) / elapsedMs) * 1000
    const live = this.#live.summary()
    const overdue = live.due - live.sent - live.dropped + this.#unmade(now)
    return { sent: this.#sent, perSecond, live, overdue }
  }

  stages(): readonly StagePunctuality[] {
    return this.#windows.map(({ name }, index) => ({
      name,
      ...(this.#stages[index] ?? new Tally()).summary(),
    }))
  }

  #stageOf(dueMs: number): Tally | undefined {
    const worldMs = dueMs - this.#shiftMs
    if (!isWithin(worldMs, this.#windows[this.#stage])) {
      this.#stage = this.#windows.findIndex((window) => isWithin(worldMs, window))
    }
    return this.#stages[this.#stage]
  }

  /** Only where one cannot keep up: a second without events may just be quiet. */
  #unmade(now: number): number {
    const worldMs = now - this.#shiftMs
    if (!(worldMs - this.#takenMs > lateAfterMs)) return 0
    return Math.round(this.#expectedBetween(this.#takenMs, worldMs))
  }

  #sample(atMs: number): void {
    this.#samples.push({ atMs, sent: this.#sent })
    if (this.#samples.length > windowMs / 1000 + 2) this.#samples.shift()
  }
}

function isWithin(worldMs: number, window: StageWindow | undefined): boolean {
  return window !== undefined && window.from <= worldMs && worldMs < window.to
}

class Tally {
  due = 0
  dropped = 0
  #sent = 0
  #late = 0
  readonly #delays = new Latencies()

  countSent(delayMs: number): void {
    this.#sent += 1
    if (delayMs > lateAfterMs) this.#late += 1
    this.#delays.record(delayMs)
  }

  summary(): Punctuality {
    const { due, dropped } = this
    return { due, sent: this.#sent, late: this.#late, dropped, delayMs: this.#delays.summary() }
  }
}
