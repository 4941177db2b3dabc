import { type Departure, type Traffic } from './departure.ts'
import { createGenerator, type Ledger } from './generate.ts'
import { type Clock } from './pace.ts'
import { type Schedule } from './schedule.ts'
import { type SentBefore } from './sent-before.ts'
import { type OnSent, type OutgoingEvent, type Sink } from './sink.ts'
import { WorldTraffic } from './world-traffic.ts'
import { World } from './world/world.ts'

export const start = Date.UTC(2026, 0, 5)
export const minute = 60_000

export function createWorld(): World {
  const phases = [{ from: start, perSecond: 20, rhythm: 'steady' }] as const
  return new World({ seed: 3, start, customers: 300, phases })
}

/** A clock that stands still but for sleeping. */
export class StillClock implements Clock {
  readonly sleeps: number[] = []
  #now: number
  constructor(now: number) {
    this.#now = now
  }
  now(): number {
    return this.#now
  }
  pass(ms: number): void {
    this.#now += ms
  }
  sleep(ms: number): Promise<void> {
    this.sleeps.push(ms)
    this.pass(ms)
    return Promise.resolve()
  }
}

/** Delivers at once what it takes, which may take its time. */
export class ListSink implements Sink {
  readonly events: OutgoingEvent[] = []
  readonly #onAccept: () => void
  readonly #clock: Clock
  #onSent: OnSent = () => undefined
  isOpen = true
  constructor(clock: Clock, onAccept: () => void = () => undefined) {
    this.#clock = clock
    this.#onAccept = onAccept
  }
  observe(onSent: OnSent): void {
    this.#onSent = onSent
  }
  accept(event: OutgoingEvent): undefined {
    this.#onAccept()
    this.events.push(event)
    this.#onSent([event], this.#clock.now())
  }
  flush(): Promise<void> {
    return Promise.resolve()
  }
  times(): number[] {
    return this.events.map(({ value }) => Date.parse((JSON.parse(value) as { time: string }).time))
  }
}

/** Keeps what it is told. */
export class ListLedger implements Ledger {
  readonly recorded: string[] = []
  readonly dropped: string[] = []
  record({ value }: Departure): undefined {
    this.recorded.push(idOf(value))
  }
  drop({ value }: Departure): undefined {
    this.dropped.push(idOf(value))
  }
}

export interface Setting {
  readonly schedule?: Partial<Schedule>
  readonly clock?: StillClock
  /** Called before each event is taken. */
  readonly onAccept?: (sink: ListSink, clock: StillClock) => void
  readonly signal?: AbortSignal
  readonly sentBefore?: SentBefore
  readonly traffic?: Traffic
}

export function setUp({ schedule, onAccept, signal, ...given }: Setting) {
  const clock = given.clock ?? new StillClock(Date.UTC(2030, 1, 1))
  const sink: ListSink = new ListSink(clock, () => onAccept?.(sink, clock))
  const ledger = new ListLedger()
  const generator = createGenerator({
    clock,
    sink,
    ledger,
    traffic: given.traffic ?? new WorldTraffic(createWorld()),
    schedule: { start, liveFrom: start + minute, anchor: 'world', ...schedule },
    signal: signal ?? new AbortController().signal,
    sentBefore: given.sentBefore,
  })
  return { clock, sink, ledger, generator }
}

export function idOf(value: string): string {
  return (JSON.parse(value) as { id: string }).id
}

export function idsOf(sink: ListSink): string[] {
  return sink.events.map(({ value }) => idOf(value))
}

/** Everything that happens until then. */
export function worldIds(untilMs: number): string[] {
  const world = createWorld()
  return [...world.eventsUntil(untilMs)].map((occurrence) => world.idOf(occurrence))
}

/** Something every ten milliseconds. */
export class BusyTraffic implements Traffic {
  nextMs = start
  next(untilMs: number): Departure | undefined {
    if (this.nextMs >= untilMs) return undefined
    const leavesMs = this.nextMs
    this.nextMs += 10
    return { leavesMs, key: 'k', value: `{"id":"${leavesMs}","time":"x"}`, fate: 'applied' }
  }
}
