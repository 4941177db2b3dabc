import { type Occurrence } from '../world/happenings.ts'
import { Random } from '../world/random.ts'
import { type FaultPlan } from './fault-plan.ts'

/** What befalls one business event on its way. */
export interface Mishap {
  /** How long it is held back, in ms; 0 = not at all. */
  readonly delayMs: number
  /** How long after it fell due it is sent once more, in ms; 0 = never. */
  readonly duplicateAfterMs: number
  /** Whether a message that is no business event comes with it. */
  readonly isPoisoned: boolean
}

/**
 * Draws what befalls each event.
 *
 * A draw depends on the seed, the plan and the event alone, never on the events before it, and no
 * kind of fault changes what is drawn for another.
 */
export class Mishaps {
  readonly #seed: number
  readonly #random = new Random()
  readonly #late: FaultPlan['late']
  readonly #reordered: FaultPlan['reordered']
  readonly #duplicates: FaultPlan['duplicates']
  readonly #lateShare: number
  readonly #delayedShare: number
  readonly #duplicateShare: number
  readonly #poisonShare: number

  constructor(plan: FaultPlan, seed: number) {
    this.#seed = seed
    this.#late = plan.late
    this.#reordered = plan.reordered
    this.#duplicates = plan.duplicates
    this.#lateShare = plan.late?.share ?? 0
    this.#delayedShare = this.#lateShare + (plan.reordered?.share ?? 0)
    this.#duplicateShare = plan.duplicates?.share ?? 0
    this.#poisonShare = plan.poison?.share ?? 0
  }

  /** Undefined for nearly all events, which nothing befalls. */
  of(occurrence: Occurrence): Mishap | undefined {
    const random = this.#begin(occurrence, parts.whether)
    const delayDraw = random.uniform()
    const isDuplicated = random.isTrue(this.#duplicateShare)
    const isPoisoned = random.isTrue(this.#poisonShare)
    const isDelayed = delayDraw < this.#delayedShare
    if (!isDelayed && !isDuplicated && !isPoisoned) return undefined
    const isLate = delayDraw < this.#lateShare
    return {
      delayMs: isDelayed ? this.#delayMs(occurrence, isLate) : 0,
      duplicateAfterMs: isDuplicated ? this.#duplicateAfterMs(occurrence) : 0,
      isPoisoned,
    }
  }

  /** The chance from which the poison is made that comes with an event. */
  poisonChance(occurrence: Occurrence): Random {
    return this.#begin(occurrence, parts.poison)
  }

  #delayMs(occurrence: Occurrence, isLate: boolean): number {
    const longestS = (isLate ? this.#late : this.#reordered)?.longest_seconds ?? 0
    return waitMs(this.#begin(occurrence, parts.delay), 0, longestS)
  }

  #duplicateAfterMs(occurrence: Occurrence): number {
    const { near, far, far_share: farShare } = this.#duplicates ?? noDuplicates
    const random = this.#begin(occurrence, parts.duplicate)
    const isFar = random.isTrue(farShare)
    return isFar
      ? waitMs(random, near.longest_seconds, far.longest_seconds)
      : waitMs(random, 0, near.longest_seconds)
  }

  #begin({ customer, bits }: Occurrence, part: number): Random {
    return this.#random.begin(this.#seed, 'faults', part, customer, bits[0], bits[1], bits[2])
  }
}

/** What a stream of an event is for. */
const parts = { whether: 1, delay: 2, duplicate: 3, poison: 4 } as const

const noDuplicates = { near: { longest_seconds: 0 }, far: { longest_seconds: 0 }, far_share: 0 }

/** More than `afterS`, at most `longestS`, in whole ms and at least one. */
function waitMs(random: Random, afterS: number, longestS: number): number {
  const afterMs = Math.floor(afterS * 1000)
  return random.int(afterMs + 1, Math.max(afterMs + 1, Math.floor(longestS * 1000)))
}
