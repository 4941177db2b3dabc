import { systemClock } from '../cli/clock.ts'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { type Departure, type Traffic } from '../generator/departure.ts'
import { createGenerator } from '../generator/generate.ts'
import { foundingMs } from '../generator/plan.ts'
import { fingerprintOfRun } from '../generator/run-plan.ts'
import { type OnSent, type Sink } from '../generator/sink.ts'
import { type TrafficPlan, trafficOf } from '../generator/traffic.ts'

/** How much goes on in the world of a benchmark. */
export interface LoadOptions {
  readonly seed: number
  readonly customers: number
  readonly perSecond: number
  /** Of the topic. */
  readonly partitions: number
}

/** Traffic of which the live part is to be sent. */
export interface Load {
  readonly plan: TrafficPlan
  readonly traffic: Traffic
}

/** A Monday. */
const startMs = Date.UTC(2026, 0, 5)
/** From here on customers spend. */
export const foundedMs = startMs + foundingMs

/**
 * A world whose customers are registered and have their accounts.
 *
 * @param onFounding gets the events that say so; without it they are thrown away
 */
export function foundedLoad(
  { seed, customers, perSecond, partitions }: LoadOptions,
  onFounding: (departure: Departure) => void = () => undefined,
): Load {
  const plan = steadyPlan({ seed, customers, perSecond })
  const traffic = trafficOf(plan, partitions)
  let left = traffic.next(foundedMs)
  while (left !== undefined) {
    onFounding(left)
    left = traffic.next(foundedMs)
  }
  return { plan, traffic }
}

/** Customers are registered and open their accounts; from then on they spend, at an even rate. */
export function steadyPlan(load: Omit<LoadOptions, 'partitions'>): TrafficPlan {
  const { seed, customers, perSecond } = load
  const phases = [{ from: foundedMs, perSecond, rhythm: 'steady' }] as const
  return {
    world: { seed, start: startMs, customers, phases },
    arrival: 'poisson',
    outages: [],
    liveFrom: foundedMs,
  }
}

/** What a sink over Kafka takes, beside its producers. */
export function kafkaSinkOptions(plan: TrafficPlan) {
  return {
    topic: bankActivity.name,
    partitions: bankActivity.partitions,
    fingerprint: fingerprintOfRun(plan),
    signal: new AbortController().signal,
    now: systemClock.now,
    onNotice: () => undefined,
  }
}

/** Sends events as history, as fast as the sink takes them. @returns events a second */
export async function sendFast(traffic: Traffic, sink: Sink, events: number): Promise<number> {
  const schedule = { start: startMs, liveFrom: Infinity, anchor: 'world', eventsMax: events } as const // prettier-ignore
  const { signal } = new AbortController()
  const startedAt = performance.now()
  await createGenerator({ traffic, sink, schedule, clock: systemClock, signal }).runHistory()
  return (events / (performance.now() - startedAt)) * 1000
}

/** A sink that is told of every event and keeps none. */
export class NullSink implements Sink {
  readonly isOpen = true
  #onSent: OnSent = () => undefined

  observe(onSent: OnSent): void {
    this.#onSent = onSent
  }

  accept(event: Parameters<Sink['accept']>[0]): undefined {
    this.#onSent([event], 0)
  }

  flush(): Promise<void> {
    return Promise.resolve()
  }
}
