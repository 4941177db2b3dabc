import { type Population } from './population.ts'
import { nextTrip } from './trips.ts'

/** Where a customer is, and until when. */
export interface Stay {
  /** Index into `cities`. */
  readonly city: number
  readonly isAbroad: boolean
  /** On the way: nothing is bought. */
  readonly isTravelling: boolean
  readonly untilMs: number
}

/**
 * Where every customer is. For each, moments are asked for in the order of time, because only the
 * trip that is on or comes next is kept.
 */
export class Whereabouts {
  readonly #seed: number
  readonly #population: Population
  readonly #numbers: Uint32Array
  readonly #cities: Uint16Array
  /** Four moments of each trip: leaves home, arrives, leaves, is back. */
  readonly #moments: Float64Array

  constructor(seed: number, population: Population) {
    this.#seed = seed
    this.#population = population
    this.#numbers = new Uint32Array(population.size)
    this.#cities = new Uint16Array(population.size)
    this.#moments = new Float64Array(population.size * 4)
  }

  /** The first trip of a customer begins after this moment. */
  settle(customer: number, atMs: number): void {
    this.#plan(customer, atMs)
  }

  at(customer: number, atMs: number): Stay {
    while (atMs >= this.#moment(customer, 3)) this.#plan(customer, this.#moment(customer, 3))
    const home = this.#population.home(customer)
    const leavesHomeMs = this.#moment(customer, 0)
    if (atMs < leavesHomeMs) {
      return { city: home, isAbroad: false, isTravelling: false, untilMs: leavesHomeMs }
    }
    const abroad = { city: this.#cities[customer] ?? home, isAbroad: true }
    const arrivesMs = this.#moment(customer, 1)
    if (atMs < arrivesMs) return { ...abroad, isTravelling: true, untilMs: arrivesMs }
    const leavesMs = this.#moment(customer, 2)
    if (atMs < leavesMs) return { ...abroad, isTravelling: false, untilMs: leavesMs }
    return { ...abroad, isTravelling: true, untilMs: this.#moment(customer, 3) }
  }

  #moment(customer: number, which: 0 | 1 | 2 | 3): number {
    return this.#moments[customer * 4 + which] ?? Infinity
  }

  #plan(customer: number, afterMs: number): void {
    const number = this.#numbers[customer] ?? 0
    const character = this.#population.character(customer)
    const trip = nextTrip({ seed: this.#seed, customer, character }, number, afterMs)
    this.#numbers[customer] = number + 1
    this.#cities[customer] = trip?.city ?? 0
    const never = { leavesHomeMs: Infinity, arrivesMs: 0, leavesMs: 0, isBackMs: Infinity }
    const { leavesHomeMs, arrivesMs, leavesMs, isBackMs } = trip ?? never
    this.#moments.set([leavesHomeMs, arrivesMs, leavesMs, isBackMs], customer * 4)
  }
}
