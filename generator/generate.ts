import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { withDeadline } from '../runtime/lifecycle.ts'
import { type Clock, Pace, type PaceStats } from './pace.ts'
import { type Sink } from './sink.ts'
import { type Occurrence } from './world/happenings.ts'
import { type World } from './world/world.ts'

/** When a world is live, and when it ends. */
export interface Schedule {
  /** What happens before is history and sent as fast as the sink takes it. Epoch ms. */
  readonly liveFrom: number
  /**
   * `clock`: the world's time is that of the clock; history then goes on until it has caught up.
   * `world`: its time begins to run when the live part begins, wherever it stands.
   */
  readonly anchor: 'clock' | 'world'
  /** Nothing that happens at this moment or later is sent. */
  readonly endMs?: number
  /** Most events that are sent. */
  readonly eventsMax?: number
}

/** How far the history is. */
export interface Progress {
  readonly part: 'history' | 'live'
  /** Of the history that is to be sent, from 0 to 1. */
  readonly share: number
  /** The time of the world that has been reached. */
  readonly worldMs: number
}

interface GeneratorOptions {
  readonly world: World
  readonly sink: Sink
  readonly schedule: Schedule
  readonly clock: Clock
  /** Aborted: the world stops; what is under way is delivered by `finish`. */
  readonly signal: AbortSignal
  /** Called some times a second at most times; to be throttled by whoever shows it. */
  readonly onProgress?: (progress: Progress) => void
  /** What is already in the log (resume.ts). */
  readonly isAlreadySent?: (occurrence: Occurrence) => boolean
}

/** Sends a world: first what is past, then what happens. */
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
  stats(): PaceStats
}

/** Lets a world happen into a sink. The sink is the caller's to close. */
export function createGenerator(options: GeneratorOptions): EventGenerator {
  return new WorldGenerator(options)
}

/** Between two looks at signals, timers and sockets. */
const stepEvents = 512
/** History has caught up with the clock when less than this is missing. */
const caughtUpMs = 250
const sleepLongestMs = 100
const finishLongestMs = 5000

class WorldGenerator implements EventGenerator {
  readonly #options: GeneratorOptions
  readonly #pace: Pace
  #accepted = 0

  constructor(options: GeneratorOptions) {
    this.#options = options
    this.#pace = new Pace(options.clock)
    options.sink.observe((events) => {
      this.#pace.countSent(events)
    })
  }

  async runHistory(): Promise<void> {
    const { world, schedule, clock, sink } = this.#options
    const from = world.plan.start
    for (;;) {
      const until = schedule.anchor === 'clock' ? Math.max(schedule.liveFrom, clock.now()) : schedule.liveFrom // prettier-ignore
      await this.#sendUntil(until, (worldMs) => {
        this.#tell('history', worldMs, (worldMs - from) / Math.max(1, until - from))
      })
      if (this.#isOver || this.#isEnded(until)) break
      if (schedule.anchor === 'world' || clock.now() - until < caughtUpMs) break
    }
    if (sink.isOpen) await this.finish()
  }

  async runLive(): Promise<void> {
    const { world, schedule, clock, signal } = this.#options
    const pace = this.#pace
    if (schedule.anchor === 'world') pace.startAt(schedule.liveFrom)
    while (!this.#isOver) {
      const until = pace.dueUntilMs
      await this.#sendUntil(until, undefined, pace)
      this.#tell('live', until, 1)
      if (this.#isEnded(until)) break
      const waitMs = Math.min(pace.waitMs(world.nextMs), sleepLongestMs)
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

  get #isOver(): boolean {
    const { signal, sink, schedule } = this.#options
    return signal.aborted || !sink.isOpen || this.#accepted >= (schedule.eventsMax ?? Infinity)
  }

  #isEnded(untilMs: number): boolean {
    return untilMs >= (this.#options.schedule.endMs ?? Infinity)
  }

  #tell(part: Progress['part'], worldMs: number, share: number): void {
    this.#options.onProgress?.({ part, worldMs, share: Math.min(1, Math.max(0, share)) })
  }

  async #sendUntil(
    untilMs: number,
    onStep?: (worldMs: number) => void,
    pace?: Pace,
  ): Promise<void> {
    const { world, schedule } = this.#options
    const end = Math.min(untilMs, schedule.endMs ?? Infinity)
    let count = 0
    for (const occurrence of world.eventsUntil(end)) {
      const wait = this.#send(occurrence, pace)
      if (wait !== undefined) await wait
      count += 1
      if (count % stepEvents === 0) {
        onStep?.(occurrence.timeMs)
        await yieldToOthers()
      }
      if (this.#isOver) return
    }
    onStep?.(end)
  }

  #send(occurrence: Occurrence, pace: Pace | undefined): Promise<void> | undefined {
    const { world, sink, isAlreadySent } = this.#options
    if (isAlreadySent?.(occurrence) === true) return undefined
    this.#accepted += 1
    const dueMs = pace?.takeDue(occurrence.timeMs)
    const event = { key: world.keyOf(occurrence), value: world.write(occurrence) }
    return sink.accept(dueMs === undefined ? event : { ...event, dueMs })
  }
}
