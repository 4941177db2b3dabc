import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { withDeadline } from '../runtime/lifecycle.ts'
import { type Departure, type Traffic } from './departure.ts'
import { type Clock, Pace, type PaceStats, type StagePunctuality } from './pace.ts'
import { type Schedule } from './schedule.ts'
import { type SentBefore } from './sent-before.ts'
import { type Sink } from './sink.ts'

/** How far a run is. */
export interface Progress {
  readonly part: 'history' | 'live'
  /** Of the history, or of a live part that ends, from 0 to 1; undefined when there is no end. */
  readonly share: number | undefined
  /** The time of the world that has been reached. */
  readonly worldMs: number
}

/** What a run writes down about itself (ledger/ledger-file.ts). */
export interface Ledger {
  /** @returns undefined, or what to wait for before the next one */
  record(departure: Departure): Promise<void> | undefined
  drop(departure: Departure): Promise<void> | undefined
}

interface GeneratorOptions {
  readonly traffic: Traffic
  readonly sink: Sink
  readonly schedule: Schedule
  readonly clock: Clock
  /** Aborted: the world stops; what is under way is delivered by `finish`. */
  readonly signal: AbortSignal
  /** What of the run is in the log already; it is written into the ledger and not sent again. */
  readonly sentBefore?: SentBefore | undefined
  readonly ledger?: Ledger | undefined
}

/** Sends what leaves a world: first what is past, then what happens. */
export interface EventGenerator {
  /** Resolves when the world has reached its live part and everything before is delivered. */
  runHistory(): Promise<void>
  /** Resolves when the world ends, the signal is aborted or nobody reads any more. */
  runLive(): Promise<void>
  /**
   * Delivers what was accepted. After an interruption it waits five seconds for it at most.
   *
   * @throws what the sink throws, or PipelineError `kafka.unreachable` after those five seconds
   */
  finish(): Promise<void>
  readonly progress: Progress
  stats(): PaceStats
  /** Of each window of the schedule. */
  stages(): readonly StagePunctuality[]
  /** How many departures were found in the log and not sent again. */
  readonly skipped: number
}

/** Lets traffic leave into a sink. The sink is the caller's to close. */
export function createGenerator(options: GeneratorOptions): EventGenerator {
  return new PacedGenerator(options)
}

/** Between two looks at signals, timers and sockets. */
const stepEvents = 512
/** History has caught up with the clock when less than this is missing. */
const caughtUpMs = 250
const sleepLongestMs = 100
const finishLongestMs = 5000

class PacedGenerator implements EventGenerator {
  readonly #options: GeneratorOptions
  readonly #pace: Pace
  readonly #endMs: number
  #progress: Progress
  #sequence = 0
  #skipped = 0
  /** When the last departure that was sent before left. */
  #resumedMs = -Infinity

  constructor(options: GeneratorOptions) {
    const { schedule, clock, sink } = options
    this.#options = options
    this.#pace = new Pace(clock, schedule)
    this.#endMs = schedule.endMs ?? Infinity
    this.#progress = { part: 'history', share: 0, worldMs: schedule.start }
    sink.observe((events, sentMs) => {
      this.#pace.countSent(events, sentMs)
    })
  }

  get progress(): Progress {
    return this.#progress
  }

  get skipped(): number {
    return this.#skipped
  }

  async runHistory(): Promise<void> {
    const { schedule, clock, sink } = this.#options
    const { start, liveFrom, anchor } = schedule
    await this.#passSentBefore()
    for (;;) {
      const until = anchor === 'clock' ? Math.max(liveFrom, clock.now()) : liveFrom
      await this.#sendUntil(until, undefined, (worldMs) => {
        this.#tell('history', worldMs, [start, until])
      })
      if (this.#isOver || until >= this.#endMs) break
      if (anchor === 'world' || clock.now() - until < caughtUpMs) break
    }
    if (sink.isOpen) await this.finish()
  }

  async runLive(): Promise<void> {
    const { traffic, schedule, clock, signal } = this.#options
    const pace = this.#pace
    const from = Math.max(schedule.liveFrom, this.#resumedMs)
    if (schedule.anchor === 'world') pace.startAt(from)
    while (!this.#isOver) {
      const until = pace.dueUntilMs
      await this.#sendUntil(until, pace, (worldMs) => {
        this.#tell('live', worldMs, [schedule.liveFrom, this.#endMs])
      })
      if (until >= this.#endMs) break
      const waitMs = Math.min(pace.waitMs(traffic.nextMs), sleepLongestMs)
      if (waitMs > 0) await clock.sleep(waitMs, signal)
    }
    await this.finish()
  }

  async finish(): Promise<void> {
    const { sink, signal } = this.#options
    const delivered = sink.flush()
    if (!signal.aborted) await delivered
    else {
      await withDeadline(delivered, {
        ms: finishLongestMs,
        code: 'kafka.unreachable',
        what: 'the last events were not confirmed',
        action: 'They may be missing: run the same command again.',
      })
    }
  }

  stats(): PaceStats {
    return this.#pace.stats()
  }

  stages(): readonly StagePunctuality[] {
    return this.#pace.stages()
  }

  get #isOver(): boolean {
    const { signal, sink, schedule } = this.#options
    return signal.aborted || !sink.isOpen || this.#sequence >= (schedule.eventsMax ?? Infinity)
  }

  #tell(part: Progress['part'], worldMs: number, [from, to]: readonly [number, number]): void {
    const share = Math.min(1, Math.max(0, (worldMs - from) / Math.max(1, to - from)))
    this.#progress = { part, worldMs, share: to === Infinity ? undefined : share }
  }

  /** Up to the last departure that is in the log; what is missing before it is sent. */
  async #passSentBefore(): Promise<void> {
    const { sentBefore, traffic, schedule } = this.#options
    while (sentBefore?.isOpen === true && !this.#isOver) {
      const departure = traffic.next(this.#endMs)
      if (departure === undefined) return
      this.#resumedMs = departure.leavesMs
      const wait = this.#send(departure, undefined)
      if (wait !== undefined) await wait
      if (this.#sequence % stepEvents !== 0) continue
      this.#tell('history', departure.leavesMs, [schedule.start, schedule.liveFrom])
      await yieldToOthers()
    }
  }

  async #sendUntil(
    untilMs: number,
    pace: Pace | undefined,
    onStep: (worldMs: number) => void,
  ): Promise<void> {
    const { traffic } = this.#options
    const end = Math.min(untilMs, this.#endMs)
    let count = 0
    while (!this.#isOver) {
      const departure = traffic.next(end)
      if (departure === undefined) break
      const wait = this.#send(departure, pace)
      if (wait !== undefined) await wait
      count += 1
      if (count % stepEvents === 0) {
        onStep(departure.leavesMs)
        await yieldToOthers()
      }
    }
    onStep(end)
  }

  #send(departure: Departure, pace: Pace | undefined): Promise<unknown> | undefined {
    const { sentBefore, ledger } = this.#options
    const sequence = this.#sequence
    this.#sequence += 1
    if (sentBefore?.has(departure, sequence) === true) {
      this.#skipped += 1
      return ledger?.record(departure)
    }
    if (pace === undefined) return this.#accept(departure, sequence)
    const dueMs = pace.takeDue(departure.leavesMs)
    if (!this.#isTooLate(dueMs)) return this.#accept(departure, sequence, dueMs)
    pace.drop(dueMs)
    return ledger?.drop(departure)
  }

  #accept(departure: Departure, sequence: number, dueMs?: number): Promise<unknown> | undefined {
    const { sink, ledger } = this.#options
    const { key, value, partition } = departure
    const noted = ledger?.record(departure)
    const room = sink.accept({ key, value, sequence, partition, dueMs })
    return noted === undefined || room === undefined ? (noted ?? room) : Promise.all([noted, room])
  }

  #isTooLate(dueMs: number): boolean {
    const { schedule, clock } = this.#options
    return schedule.dropAfterMs !== undefined && clock.now() - dueMs > schedule.dropAfterMs
  }
}
