import { dayMs } from '../world/calendar.ts'
import { cityAt } from '../world/cities.ts'
import { dutiesOf } from '../world/duties.ts'
import { type Population } from '../world/population.ts'
import { type WorldPlan } from '../plan.ts'

/**
 * Tells what is due on its day (wages, bills, big wishes) from what is bought because somebody came
 * to spend. Both may be an online purchase or a transfer; but a duty comes at its own millisecond of
 * the day, at the clock of home, and somebody who comes to spend hits it once in ten million times.
 */
export class DutyTimes {
  readonly #plan: WorldPlan
  readonly #population: Population
  readonly #times = new Map<number, ReadonlySet<number>>()

  constructor(plan: WorldPlan, population: Population) {
    this.#plan = plan
    this.#population = population
  }

  isDuty(customer: number, atMs: number): boolean {
    const { clock } = cityAt(this.#population.home(customer))
    return this.#timesOf(customer).has((atMs + clock.offsetMs(atMs)) % dayMs)
  }

  #timesOf(customer: number): ReadonlySet<number> {
    const known = this.#times.get(customer)
    if (known !== undefined) return known
    const { seed, start: startMs } = this.#plan
    const character = this.#population.character(customer)
    const duties = dutiesOf({ seed, customer, character, startMs })
    const times = new Set(duties.map(({ timeMs }) => timeMs))
    this.#times.set(customer, times)
    return times
  }
}
