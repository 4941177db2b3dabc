import { type Departure, type Traffic } from '../departure.ts'
import { type Occurrence } from '../world/happenings.ts'
import { Clocks } from './clocks.ts'
import { Crashes } from './crashes.ts'
import { withAttribute } from './envelope-text.ts'
import { type FaultPlan, PoisonKind } from './fault-plan.ts'
import { HeldDepartures } from './held-departures.ts'
import { type Mishap, Mishaps } from './mishaps.ts'
import { Poison } from './poison.ts'

interface FaultyTrafficOptions {
  /** What happens, each event once and in the order of time. */
  readonly traffic: Traffic
  readonly seed: number
  readonly plan: FaultPlan
  /** Begin of the live part, epoch ms: what happens before, and who becomes a customer, is spared. */
  readonly from: number
  /**
   * End of the run, epoch ms. What would be held back beyond it leaves in the last millisecond
   * before, and what happens later is spared; without, everything leaves whenever it is due.
   */
  readonly endMs?: number | undefined
  /** Of the topic. */
  readonly partitions: number
  /** Most departures that wait for their moment. */
  readonly heldMax?: number
}

const heldMaxDefault = 200_000

/**
 * What leaves for the log when things go wrong between it and the bank.
 *
 * - Every business event leaves at least once, with the bytes that it has without faults, but for
 *   the `time` of a producer whose clock is wrong.
 * - Of the departures with the same id the first has the fate `applied`, the others `duplicate`.
 * - It is a function of the traffic, the seed and the plan, whatever the steps in which it is asked.
 * - What befalls an event follows from the event alone, so parts of the customers, each with
 *   traffic of their own, have together the departures of the whole. With crashes that holds where
 *   no producer has customers in two parts (world/producers.ts); and where `forgone` is 0.
 */
export class FaultyTraffic implements Traffic {
  readonly #traffic: Traffic
  readonly #from: number
  readonly #endMs: number
  readonly #isIdle: boolean
  readonly #mishaps: Mishaps
  readonly #clocks: Clocks
  readonly #poison: Poison
  readonly #crashes: Crashes
  readonly #held: HeldDepartures
  #forgone = 0

  constructor(options: FaultyTrafficOptions) {
    const { traffic, seed, plan, from, endMs, partitions, heldMax } = options
    this.#traffic = traffic
    this.#from = from
    this.#endMs = endMs ?? Infinity
    this.#isIdle = Object.values(plan).every((part) => part === undefined)
    this.#mishaps = new Mishaps(plan, seed)
    this.#clocks = new Clocks(plan.clocks ?? [], from)
    this.#poison = new Poison(plan.poison?.kinds ?? PoisonKind.options, partitions)
    this.#crashes = new Crashes({ plan: plan.crashes, seed, from })
    this.#held = new HeldDepartures(heldMax ?? heldMaxDefault)
  }

  get nextMs(): number {
    return Math.min(this.#traffic.nextMs, this.#held.nextMs, this.#crashes.nextMs)
  }

  /** Events that were spared because too many departures were waiting. */
  get forgone(): number {
    return this.#forgone
  }

  next(untilMs: number): Departure | undefined {
    if (this.#isIdle) return this.#traffic.next(untilMs)
    for (;;) {
      const heldMs = this.#held.nextMs
      const crashMs = this.#crashes.nextMs
      // At the same moment: first what a crash repeats, then what was held, then what happens.
      const departure = this.#traffic.next(Math.min(untilMs, heldMs, crashMs))
      if (departure === undefined && Math.min(heldMs, crashMs) >= untilMs) return undefined
      const leaving = departure === undefined ? this.#takeWaiting(crashMs <= heldMs) : this.#meet(departure) // prettier-ignore
      if (leaving !== undefined) return leaving
    }
  }

  /** Undefined when a producer was killed that had sent nothing. */
  #takeWaiting(isCrash: boolean): Departure | undefined {
    if (isCrash) return this.#crashes.take()
    const departure = this.#held.take()
    return departure === undefined ? undefined : this.#leave(departure)
  }

  /** Lets befall an event what befalls it. Undefined when it is held back. */
  #meet(departure: Departure): Departure | undefined {
    const { occurrence } = departure
    if (occurrence === undefined || this.#isSpared(departure, occurrence)) return departure
    const mishap = this.#mishaps.of(occurrence)
    const stamped = this.#stamped(departure, occurrence)
    if (mishap === undefined) return this.#leave(stamped)
    const poison = mishap.isPoisoned
      ? this.#poison.after(departure, this.#mishaps.poisonChance(occurrence))
      : undefined
    return this.#befall(stamped, mishap, poison)
  }

  #befall(event: Departure, mishap: Mishap, poison: Departure | undefined): Departure | undefined {
    const { delayMs, duplicateAfterMs } = mishap
    if (!this.#held.hasRoomFor(3)) {
      this.#forgone += 1
      return this.#leave(event)
    }
    if (poison !== undefined) this.#hold(poison, poison.leavesMs)
    const originalMs = this.#beforeEnd(event.leavesMs + delayMs)
    const duplicateMs = this.#beforeEnd(event.leavesMs + duplicateAfterMs)
    const isDuplicated = duplicateAfterMs > 0
    const isOvertaken = isDuplicated && duplicateMs < originalMs
    const original = isOvertaken ? ({ ...event, fate: 'duplicate' } as const) : event
    if (delayMs > 0) this.#hold(original, originalMs)
    if (isDuplicated) this.#hold({ ...event, fate: isOvertaken ? 'applied' : 'duplicate' }, duplicateMs) // prettier-ignore
    return delayMs > 0 ? undefined : this.#leave(event)
  }

  #hold(departure: Departure, leavesMs: number): void {
    this.#held.hold({ ...departure, leavesMs: this.#beforeEnd(leavesMs) })
  }

  #beforeEnd(leavesMs: number): number {
    return Math.min(leavesMs, this.#endMs - 1)
  }

  #isSpared(departure: Departure, { timeMs, happening: { kind } }: Occurrence): boolean {
    const isFounding = kind === 'registered' || kind === 'opened'
    const isOutside = timeMs < this.#from || departure.leavesMs >= this.#endMs
    return isOutside || isFounding || departure.fate !== 'applied'
  }

  /** The event as a producer writes it whose clock may be wrong. */
  #stamped(departure: Departure, { customer, timeMs }: Occurrence): Departure {
    const offsetMs = this.#clocks.offsetMs(customer, timeMs)
    if (offsetMs === 0) return departure
    const time = new Date(timeMs + offsetMs).toISOString()
    return { ...departure, value: withAttribute(departure.value, 'time', time) }
  }

  #leave(departure: Departure): Departure {
    const { occurrence } = departure
    if (occurrence !== undefined) this.#crashes.remember(departure, occurrence.customer)
    return departure
  }
}
