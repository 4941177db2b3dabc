import { lifestyleList } from '../world/archetypes.ts'
import { categories } from '../world/categories.ts'
import { cityAt } from '../world/cities.ts'
import { type Population } from '../world/population.ts'
import { type Arrival } from './arrival.ts'
import { archetypeNames } from './axes.ts'
import { compareCounts } from './compare.ts'
import { type Comparison, type Deviation } from './comparison.ts'
import { declaredShares } from './declared-spending.ts'
import { distanceNoise } from './noise.ts'
import { type DeclaredTravel, declaredTravel } from './trips-declared.ts'

/**
 * How much of what each archetype buys in person is bought abroad, as the merchants' countries tell,
 * against the declared trips and what is declared to be bought on them.
 */
export class AbroadRow {
  readonly #population: Population
  readonly #days: number
  readonly #inPerson = new Float64Array(lifestyleList.length)
  readonly #abroad = new Float64Array(lifestyleList.length)

  constructor(population: Population, days: number) {
    this.#population = population
    this.#days = days
  }

  add({ customer, setting, happening: { transaction } }: Arrival): void {
    if (transaction.merchant === undefined || transaction.channel === 'online') return
    const { lifestyle } = setting
    const home = cityAt(this.#population.home(customer)).country.code
    this.#inPerson[lifestyle] = (this.#inPerson[lifestyle] ?? 0) + 1
    if (transaction.place.country === home) return
    this.#abroad[lifestyle] = (this.#abroad[lifestyle] ?? 0) + 1
  }

  row(): Comparison {
    const travels = lifestyleList.map((_, lifestyle) => declaredTravel(lifestyle, this.#days))
    const cells = travels.map((travel, lifestyle): Deviation => {
      const expected = (this.#inPerson[lifestyle] ?? 0) * shareAbroad(lifestyle, travel)
      const cell = archetypeNames[lifestyle] ?? ''
      return { cell, expected, got: this.#abroad[lifestyle] ?? 0 }
    })
    const expected = cells.map((cell) => cell.expected)
    const claim = { name: 'bought abroad × archetype', unit: 'purchases in person', slack: 0.05 }
    const noise = distanceNoise(expected, this.#purchasesPerTrip(travels, expected))
    return compareCounts({ ...claim, blindAbove: 0.25 }, cells, noise)
  }

  /** What is bought on one trip stands or falls together, and more so as trips are unequal. */
  #purchasesPerTrip(travels: readonly DeclaredTravel[], expected: readonly number[]): number {
    const customers = lifestyleList.map(({ share }) => share * this.#population.size)
    const trips = travels.reduce((sum, travel, index) => sum + travel.trips * (customers[index] ?? 0), 0) // prettier-ignore
    const purchases = expected.reduce((sum, count) => sum + count, 0)
    return 1 + (unequal * purchases) / trips
  }
}

/**
 * Mean square over squared mean of the purchases of a trip: nights from 3 to 14 give 1.16, the
 * customers' activity (log-logistic, 0.25) 1.22.
 */
const unequal = 1.16 * 1.22

function shareAbroad(lifestyle: number, { atHome, abroad }: DeclaredTravel): number {
  const [home = 0, away = 0] = [() => 1, (index: number) => categories[index]?.abroad ?? 0].map(
    (factor) =>
      declaredShares(lifestyle).reduce(
        (sum, share, index) => sum + (isInPerson(index) ? share * factor(index) : 0),
        0,
      ),
  )
  const all = abroad * away + atHome * home
  return all === 0 ? 0 : (abroad * away) / all
}

function isInPerson(category: number): boolean {
  const channel = categories[category]?.channel
  return channel === 'card_present' || channel === 'atm'
}
