import { type WorldPlan } from '../plan.ts'
import { dayMs, dayOf, type LocalDay, type LocalHour } from '../world/calendar.ts'
import { cityAt } from '../world/cities.ts'
import { lifestyleList } from '../world/archetypes.ts'
import { type Population } from '../world/population.ts'
import { Rhythm } from '../world/rhythm.ts'
import { Whereabouts } from '../world/whereabouts.ts'
import { declaredActivity, declaredSpending, isAfterPayday, paydayFactor } from './declared-spending.ts' // prettier-ignore

/** Where and when somebody of an archetype may spend. */
export interface Setting {
  readonly lifestyle: number
  /** Of the report's days, at the clock of the place. */
  readonly day: number
  readonly local: LocalHour
  readonly isAbroad: boolean
}

/**
 * How often each archetype should spend in each hour of each day: the declared rates summed over
 * the customers, where they were and at the clock of that place. In the words of point processes,
 * the compensator.
 */
export class Exposure {
  readonly days: number
  /** Expected arrivals by lifestyle, day, hour and whether abroad; see `settings`. */
  readonly #arrivals: Float64Array
  /** Work by lifestyle, in the days after payday (1) and the others (0), without payday's effect. */
  readonly byPayday: Float64Array
  readonly #population: Population
  readonly #rhythm: Rhythm
  readonly #whereabouts: Whereabouts
  readonly #reached: Float64Array
  readonly #firstDay: number
  readonly #dayNumbers = new Map<LocalDay, number>()

  constructor(plan: WorldPlan, untilMs: number, population: Population) {
    this.#population = population
    this.#rhythm = new Rhythm(plan.phases, plan.customers)
    this.#whereabouts = new Whereabouts(plan.seed, population)
    this.#reached = new Float64Array(plan.customers).fill(Infinity)
    // West of Greenwich it is still the day before, east of it the day after.
    this.#firstDay = Math.floor(plan.start / dayMs) - 1
    this.days = Math.floor(untilMs / dayMs) + 2 - this.#firstDay
    this.#arrivals = new Float64Array(lifestyleList.length * this.days * 48)
    this.byPayday = new Float64Array(lifestyleList.length * 2)
  }

  /** A customer lives from here on. */
  begin(customer: number, atMs: number): void {
    this.#whereabouts.settle(customer, atMs)
    this.#reached[customer] = atMs
  }

  /**
   * Goes on with a customer's life up to a moment.
   *
   * @returns the arrivals that were to be expected since the last one
   */
  advance(customer: number, toMs: number): number {
    let atMs = this.#reached[customer] ?? Infinity
    let expected = 0
    while (atMs < toMs) {
      const stay = this.#whereabouts.at(customer, atMs)
      const pace = this.#rhythm.pace(atMs)
      const untilMs = Math.min(pace.untilMs, stay.untilMs, toMs)
      if (!stay.isTravelling) {
        const local = cityAt(stay.city).clock.localHour(atMs)
        expected += this.#add(customer, local, stay.isAbroad, (untilMs - atMs) * pace.perMs)
      }
      atMs = untilMs
      this.#reached[customer] = atMs
    }
    return expected
  }

  /** Where a customer is at a moment up to which `advance` has come. */
  settingOf(customer: number, atMs: number): Setting & { readonly city: number } {
    const { city, isAbroad } = this.#whereabouts.at(customer, atMs)
    const local = cityAt(city).clock.localHour(atMs)
    const lifestyle = this.#population.lifestyle(customer)
    return { lifestyle, day: this.#dayOf(local.day), local, isAbroad, city }
  }

  #indexOf({ lifestyle, day, local, isAbroad }: Setting): number {
    return ((lifestyle * this.days + day) * 24 + local.hour) * 2 + Number(isAbroad)
  }

  /** Every setting in which arrivals are to be expected, with how many. */
  *settings(): Generator<readonly [Setting, number], void, void> {
    for (const [index, expected] of this.#arrivals.entries()) {
      if (expected === 0) continue
      const isAbroad = index % 2 === 1
      const hour = Math.floor(index / 2) % 24
      const day = Math.floor(index / 48) % this.days
      const lifestyle = Math.floor(index / 48 / this.days)
      const local = { hour, day: dayOf(this.#firstDay + day) }
      yield [{ lifestyle, day, local, isAbroad }, expected]
    }
  }

  /** The report's days, as dates. */
  get dates(): readonly string[] {
    return Array.from({ length: this.days }, (_, day) =>
      new Date((this.#firstDay + day) * dayMs).toISOString().slice(0, 10),
    )
  }

  #add(customer: number, local: LocalHour, isAbroad: boolean, average: number): number {
    const lifestyle = this.#population.lifestyle(customer)
    const isPaid = isAfterPayday(local, this.#population.payday(customer))
    const { total } = declaredSpending(lifestyle, local, isAbroad)
    const usual =
      average * this.#population.activity(customer) * declaredActivity(lifestyle) * total
    const expected = usual * paydayFactor(lifestyle, isPaid)
    const day = this.#dayOf(local.day)
    const index = this.#indexOf({ lifestyle, day, local, isAbroad })
    this.#arrivals[index] = (this.#arrivals[index] ?? 0) + expected
    const payday = lifestyle * 2 + Number(isPaid)
    this.byPayday[payday] = (this.byPayday[payday] ?? 0) + usual
    return expected
  }

  #dayOf(day: LocalDay): number {
    const known = this.#dayNumbers.get(day)
    if (known !== undefined) return known
    const number = Date.UTC(day.year, day.month - 1, day.day) / dayMs - this.#firstDay
    this.#dayNumbers.set(day, number)
    return number
  }
}
