import { type Departure } from '../departure.ts'
import { producerOf, producers } from '../world/producers.ts'
import { hashOf } from '../world/random.ts'
import { type FaultPlan } from './fault-plan.ts'

interface CrashesOptions {
  readonly plan: FaultPlan['crashes']
  readonly seed: number
  /** The first crash comes this much and `every_seconds` after. Epoch ms. */
  readonly from: number
}

/**
 * Producers that are killed in the middle of a batch and begin again: what one has sent since its
 * last crash, and at most the last `replayed` departures of it, leave once more in the same order.
 *
 * Which producer is killed when follows from the seed, and what it sends again from its own
 * departures alone.
 */
export class Crashes {
  readonly #everyMs: number
  readonly #replayed: number
  readonly #seed: number
  readonly #from: number
  readonly #sent: Departure[][] = Array.from({ length: producers }, () => [])
  /** Departures in `#sent`. */
  #sentCount = 0
  #count = 1
  #replays: Departure[] = []
  #replaysTaken = 0

  constructor({ plan, seed, from }: CrashesOptions) {
    this.#everyMs = (plan?.every_seconds ?? Infinity) * 1000
    this.#replayed = plan?.replayed ?? 0
    this.#seed = seed
    this.#from = from
  }

  /** When something may leave once more; Infinity when nothing was sent that could. */
  get nextMs(): number {
    const replay = this.#replays[this.#replaysTaken]
    if (replay !== undefined) return replay.leavesMs
    return this.#sentCount === 0 ? Infinity : this.#atMs(this.#count)
  }

  /** Remembers a business event that has left. */
  remember(departure: Departure, customer: number): void {
    if (this.#replayed === 0) return
    // Crashes before which nobody had sent anything were not waited for.
    if (this.#sentCount === 0) {
      const passed = Math.floor((departure.leavesMs - this.#from) / this.#everyMs)
      this.#count = Math.max(this.#count, passed + 1)
    }
    const sent = this.#sent[producerOf(customer) - 1] ?? []
    sent.push(departure)
    this.#sentCount += 1
    if (sent.length < 2 * this.#replayed) return
    this.#sentCount -= sent.splice(0, sent.length - this.#replayed).length
  }

  /** What leaves at `nextMs`; undefined when the producer that was killed had sent nothing. */
  take(): Departure | undefined {
    if (this.#replaysTaken === this.#replays.length) this.#crash()
    const replay = this.#replays[this.#replaysTaken]
    if (replay !== undefined) this.#replaysTaken += 1
    return replay
  }

  #crash(): void {
    const leavesMs = this.#atMs(this.#count)
    const producer = hashOf(this.#seed, 'faults', this.#count) % producers
    const sent = this.#sent[producer]?.splice(0) ?? []
    this.#sentCount -= sent.length
    this.#count += 1
    this.#replaysTaken = 0
    this.#replays = sent
      .slice(-this.#replayed)
      .map((departure) => ({ ...departure, leavesMs, fate: 'duplicate' }))
  }

  #atMs(count: number): number {
    return this.#from + Math.ceil(count * this.#everyMs)
  }
}
