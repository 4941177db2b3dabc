import { lifestyleList } from '../world/archetypes.ts'
import { type Population } from '../world/population.ts'
import { type Arrival } from './arrival.ts'
import { archetypeNames } from './axes.ts'
import { compareEstimates, type Estimate } from './compare.ts'
import { type Comparison } from './comparison.ts'
import { isAfterPayday, paydayFactor } from './declared-spending.ts'
import { type Exposure } from './exposure.ts'
import { itemAt } from '../world/random.ts'

/**
 * How much more often each archetype spends on payday and the two days after than on other days. What
 * hours, weekdays and trips add to that is taken out: rates are per expected arrival without payday.
 */
export class PaydayRow {
  readonly #population: Population
  readonly #exposure: Exposure
  readonly #arrivals = new Float64Array(lifestyleList.length * 2)

  constructor(exposure: Exposure, population: Population) {
    this.#exposure = exposure
    this.#population = population
  }

  add({ customer, setting }: Arrival): void {
    const isAfter = isAfterPayday(setting.local, this.#population.payday(customer))
    const index = setting.lifestyle * 2 + Number(isAfter)
    this.#arrivals[index] = (this.#arrivals[index] ?? 0) + 1
  }

  row(): Comparison {
    const claim = { name: 'payday × archetype', unit: 'times the rate of other days' }
    const estimates = lifestyleList.map((_, lifestyle) => this.#ratio(lifestyle))
    return compareEstimates({ ...claim, slack: 0.02, blindAbove: 0.15 }, estimates)
  }

  #ratio(lifestyle: number): Estimate {
    const [after, others] = [lifestyle * 2 + 1, lifestyle * 2]
    const [afterCount, otherCount] = [itemArray(this.#arrivals, after), itemArray(this.#arrivals, others)] // prettier-ignore
    const { byPayday } = this.#exposure
    const got = afterCount / itemArray(byPayday, after) / (otherCount / itemArray(byPayday, others))
    const expected = paydayFactor(lifestyle, true) / paydayFactor(lifestyle, false)
    return {
      cell: itemAt(archetypeNames, lifestyle),
      expected,
      got,
      error: got / expected - 1,
      // Of the logarithm of a ratio of two Poisson numbers, by the delta method.
      standardError: Math.sqrt(1 / afterCount + 1 / otherCount),
      observations: afterCount > 0 && otherCount > 0 ? afterCount + otherCount : 0,
    }
  }
}

function itemArray(counts: Float64Array, index: number): number {
  return counts[index] ?? 0
}
