import { lifestyleList } from './archetypes.ts'
import { dayMs } from './calendar.ts'
import { cityAt } from './cities.ts'
import { itemAt } from './random.ts'
import { activityAt, type Rhythm } from './rhythm.ts'
import { type Society } from './society.ts'
import { type Stay } from './whereabouts.ts'

/**
 * When each customer spends next. The wait is drawn once, as the work that an hour of much or little
 * activity does away with; walking on through the hours draws nothing. So a phase that is added at
 * the end of a plan moves no arrival before it.
 */
export class Arrivals {
  readonly #society: Society
  readonly #rhythm: Rhythm
  /** What is left of the drawn wait. */
  readonly #waits: Float64Array

  constructor(society: Society, rhythm: Rhythm) {
    this.#society = society
    this.#rhythm = rhythm
    this.#waits = new Float64Array(society.population.size)
  }

  /** Draws the wait for the next arrival, and walks towards it. */
  next(customer: number, afterMs: number): number {
    this.#waits[customer] = this.#society.random.exponential()
    return this.resume(customer, afterMs + 1)
  }

  /** Whether the wait has ended, or the walk has only paused. */
  hasArrived(customer: number): boolean {
    return this.#waits[customer] === 0
  }

  /**
   * Walks on through the hours, for two days at most: somebody who spends once a year would
   * otherwise keep the others waiting.
   *
   * @returns when the customer arrives, or when to walk on
   */
  resume(customer: number, fromMs: number): number {
    const { population, whereabouts } = this.#society
    const lifestyle = population.lifestyle(customer)
    if (itemAt(lifestyleList, lifestyle).activity === 0) return Infinity
    let left = this.#waits[customer] ?? 0
    let atMs = fromMs
    let stay = whereabouts.at(customer, atMs)
    while (atMs < fromMs + walkMs) {
      if (atMs >= stay.untilMs) stay = whereabouts.at(customer, atMs)
      const pace = this.#rhythm.pace(atMs)
      const untilMs = Math.min(pace.untilMs, stay.untilMs)
      const perMs = pace.perMs * this.#activity(customer, stay, atMs)
      const dueMs = Math.floor(atMs + left / perMs)
      if (dueMs < untilMs) {
        this.#waits[customer] = 0
        return dueMs
      }
      left = Math.max(Number.MIN_VALUE, left - perMs * (untilMs - atMs))
      atMs = untilMs
    }
    this.#waits[customer] = left
    return atMs
  }

  #activity(customer: number, { city, isAbroad, isTravelling }: Stay, atMs: number): number {
    if (isTravelling) return 0
    const { population } = this.#society
    const local = cityAt(city).clock.localHour(atMs)
    const payday = population.payday(customer)
    const lifestyle = population.lifestyle(customer)
    return population.activity(customer) * activityAt(lifestyle, { local, isAbroad, payday })
  }
}

const walkMs = 2 * dayMs
