import { type Departure, type Traffic } from '../departure.ts'
import { WorldTraffic } from '../world-traffic.ts'
import { World } from '../world/world.ts'
import { withAttribute } from './envelope-text.ts'
import { FaultPlan } from './fault-plan.ts'
import { FaultyTraffic } from './faulty-traffic.ts'

export const start = Date.UTC(2026, 0, 5)
/** Begin of the live part. */
export const from = start + 120_000
export const end = start + 600_000
const partitions = 6

/** Departures as a traffic. */
export class ListTraffic implements Traffic {
  readonly #departures: readonly Departure[]
  #at = 0
  constructor(departures: readonly Departure[]) {
    this.#departures = departures
  }
  get nextMs(): number {
    return this.#departures[this.#at]?.leavesMs ?? Infinity
  }
  next(untilMs: number): Departure | undefined {
    const departure = this.#departures[this.#at]
    if (departure === undefined || departure.leavesMs >= untilMs) return undefined
    this.#at += 1
    return departure
  }
}

export function drained(traffic: Traffic, untilMs = Infinity): Departure[] {
  const departures: Departure[] = []
  for (;;) {
    const departure = traffic.next(untilMs)
    if (departure === undefined) return departures
    departures.push(departure)
  }
}

/** What happens in ten minutes to forty customers. */
export const business: readonly Departure[] = drained(
  new WorldTraffic(
    new World({
      seed: 3,
      start,
      customers: 40,
      phases: [{ from: start, perSecond: 2, rhythm: 'steady' }],
    }),
  ),
  end,
)

export interface Setting {
  readonly seed: number
  readonly plan: FaultPlan
  readonly from?: number
  readonly endMs?: number | undefined
  readonly heldMax?: number
}

export function faulty(setting: Setting, departures = business): FaultyTraffic {
  return new FaultyTraffic({ from, partitions, ...setting, traffic: new ListTraffic(departures) })
}

/** So much of each fault that they meet. */
export const everything: Setting = {
  seed: 1,
  plan: FaultPlan.parse({
    duplicates: { share: 0.2, far_share: 0.3, far: { longest_seconds: 300 } },
    reordered: { share: 0.2 },
    late: { share: 0.2, longest_seconds: 300 },
    clocks: [{ producer: 2, steps: [{ after_seconds: 60, offset_seconds: -240 }] }],
    poison: { share: 0.3 },
    crashes: { every_seconds: 30, replayed: 20 },
  }),
}

/** The departures of the customers whose number leaves this rest. */
export function partOf(part: number, parts: number): Departure[] {
  return business.filter(({ occurrence }) => (occurrence?.customer ?? 0) % parts === part)
}

export function ofBusiness(departures: readonly Departure[]): Departure[] {
  return departures.filter(({ occurrence }) => occurrence !== undefined)
}

/** Departures in an order that is not theirs, in short. */
export function multiset(departures: readonly Departure[]): string[] {
  return departures
    .map(({ leavesMs, key, fate, partition, value }) =>
      [leavesMs, key, fate, partition, value.length, value.slice(0, 1500)].join(' '),
    )
    .sort(byText)
}

/** The events without the one thing that a wrong clock changes, in an order that is not theirs. */
export function withoutTimes(departures: readonly Departure[]): string[] {
  return departures
    .map(({ key, value }) => `${key} ${withAttribute(value, 'time', '')}`)
    .sort(byText)
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1
}
