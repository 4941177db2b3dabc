import { type Departure, type Traffic } from './departure.ts'

/** A time in which the producers reach nobody; epoch ms, the end not included. */
export interface Outage {
  readonly from: number
  readonly to: number
}

/** What would leave during an outage leaves when it ends: all at once, in its order. */
export class OutageTraffic implements Traffic {
  readonly #traffic: Traffic
  readonly #outages: readonly Outage[]

  /** @param outages in the order of time, not overlapping */
  constructor(traffic: Traffic, outages: readonly Outage[]) {
    this.#traffic = traffic
    this.#outages = outages
  }

  get nextMs(): number {
    return this.#leavesMs(this.#traffic.nextMs)
  }

  next(untilMs: number): Departure | undefined {
    const departure = this.#traffic.next(this.#reachedMs(untilMs))
    if (departure === undefined) return undefined
    const leavesMs = this.#leavesMs(departure.leavesMs)
    return leavesMs === departure.leavesMs ? departure : { ...departure, leavesMs }
  }

  /** When what was due at a moment leaves. An outage may begin where another ends. */
  #leavesMs(ms: number): number {
    return this.#outages.reduce((at, { from, to }) => (from <= at && at < to ? to : at), ms)
  }

  /** Whatever was due before leaves before this moment. */
  #reachedMs(untilMs: number): number {
    return this.#outages.reduceRight(
      (at, { from, to }) => (from < at && at <= to ? from : at),
      untilMs,
    )
  }
}
