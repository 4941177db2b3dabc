import { dayMs } from './calendar.ts'
import { type Population } from './population.ts'
import { journeyOf, nextTrip, type Trip } from './trips.ts'

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
  readonly #numbers: Uint16Array
  readonly #cities: Uint16Array
  /** When they leave home; the other moments of a trip follow from it. */
  readonly #leaveHome: Float64Array
  readonly #nights: Uint8Array

  constructor(seed: number, population: Population) {
    this.#seed = seed
    this.#population = population
    this.#numbers = new Uint16Array(population.size)
    this.#cities = new Uint16Array(population.size)
    this.#leaveHome = new Float64Array(population.size)
    this.#nights = new Uint8Array(population.size)
  }

  /** The first trip of a customer begins after this moment. */
  settle(customer: number, atMs: number): void {
    this.#plan(customer, atMs)
  }

  at(customer: number, atMs: number): Stay {
    const home = this.#population.home(customer)
    for (;;) {
      const leavesHomeMs = this.#leaveHome[customer] ?? Infinity
      if (atMs < leavesHomeMs) {
        return { city: home, isAbroad: false, isTravelling: false, untilMs: leavesHomeMs }
      }
      const city = this.#cities[customer] ?? home
      const journeyMs = journeyOf(home, city)
      const arrivesMs = leavesHomeMs + journeyMs
      const leavesMs = arrivesMs + (this.#nights[customer] ?? 0) * dayMs
      const isBackMs = leavesMs + journeyMs
      if (atMs < isBackMs) return stayAbroad(city, atMs, { arrivesMs, leavesMs, isBackMs })
      this.#plan(customer, isBackMs)
    }
  }

  #plan(customer: number, afterMs: number): void {
    const number = this.#numbers[customer] ?? 0
    const character = this.#population.character(customer)
    const trip = nextTrip({ seed: this.#seed, customer, character }, number, afterMs)
    this.#numbers[customer] = number + 1
    this.#cities[customer] = trip?.city ?? 0
    this.#leaveHome[customer] = trip?.leavesHomeMs ?? Infinity
    this.#nights[customer] = trip === undefined ? 0 : (trip.leavesMs - trip.arrivesMs) / dayMs
  }
}

function stayAbroad(
  city: number,
  atMs: number,
  { arrivesMs, leavesMs, isBackMs }: Pick<Trip, 'arrivesMs' | 'leavesMs' | 'isBackMs'>,
): Stay {
  const abroad = { city, isAbroad: true }
  if (atMs < arrivesMs) return { ...abroad, isTravelling: true, untilMs: arrivesMs }
  if (atMs < leavesMs) return { ...abroad, isTravelling: false, untilMs: leavesMs }
  return { ...abroad, isTravelling: true, untilMs: isBackMs }
}
