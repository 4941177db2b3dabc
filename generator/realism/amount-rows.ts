import { lifestyleList } from '../world/archetypes.ts'
import { categories } from '../world/categories.ts'
import { itemAt } from '../world/random.ts'
import { type Arrival } from './arrival.ts'
import { categoryNames } from './axes.ts'
import { compareEstimates, compareShares, type Estimate } from './compare.ts'
import { type Comparison } from './comparison.ts'
import { Grid } from './grid.ts'
import { priceOf, shareBelow } from './price.ts'

/**
 * What is paid in each category, in euros at French prices and against the archetype's amounts.
 *
 * Everything that was attempted counts, so that declines do not hide the high amounts. Duties, which
 * have amounts of their own, are not here.
 */
export class AmountRows {
  /** How much of each category is in each tenth of its declared distribution. */
  readonly #tenths = new Grid(categoryNames, tenthNames)
  readonly #logs = categories.map(() => ({ count: 0, sum: 0, squares: 0 }))

  add({ setting, happening, category: index }: Arrival): void {
    if (index === undefined) return
    const { amounts } = itemAt(lifestyleList, setting.lifestyle)
    const category = itemAt(categories, index)
    const { low, high } = priceOf(happening.transaction)
    this.#spread(index, shareBelow(low, category, amounts), shareBelow(high, category, amounts))
    const median = category.medianEuros * amounts
    const middle = Math.log((low + high) / 2 / median) / category.sigma
    const logs = itemAt(this.#logs, index)
    logs.count += 1
    logs.sum += middle
    logs.squares += middle ** 2
  }

  rows(): Comparison[] {
    this.#logs.forEach(({ count }, category) => {
      tenthNames.forEach((_, tenth) => {
        this.#tenths.expect(count / 10, category, tenth)
      })
    })
    const claim = { slack: 0.02, blindAbove: 0.2 }
    return [
      compareShares(
        { ...claim, name: 'amount × category', unit: 'purchases' },
        this.#tenths.cells(),
      ),
      compareEstimates(
        { ...claim, name: 'median amount by category', unit: 'EUR', slack: 0.05 },
        this.#medians(),
      ),
      compareEstimates(
        { ...claim, name: 'spread of amounts by category', unit: 'of the logarithm', slack: 0.05 },
        this.#sigmas(),
      ),
    ]
  }

  /** Medians by the mean of the logarithm: of a log-normal distribution they are the same. */
  #medians(): Estimate[] {
    return this.#logs.map(({ count, sum }, index) => {
      const { name, medianEuros, sigma } = itemAt(categories, index)
      const error = sum / count
      const got = medianEuros * Math.exp(sigma * error)
      const standardError = 1 / Math.sqrt(count)
      return { cell: name, expected: medianEuros, got, error, standardError, observations: count }
    })
  }

  #sigmas(): Estimate[] {
    return this.#logs.map(({ count, sum, squares }, index) => {
      const { name, sigma } = itemAt(categories, index)
      const ratio = Math.sqrt((squares - sum ** 2 / count) / (count - 1))
      const standardError = 1 / Math.sqrt(2 * count)
      const estimate = { expected: sigma, got: sigma * ratio, error: ratio - 1, standardError }
      return { cell: name, ...estimate, observations: count }
    })
  }

  /**
   * A rounded amount stands for all that are rounded to it and counts in each tenth for its part of
   * them (Czado, Gneiting and Held, Biometrics 2009).
   */
  #spread(category: number, low: number, high: number): void {
    const width = Math.max(high - low, Number.MIN_VALUE)
    const last = Math.min(9, Math.floor(high * 10))
    for (let tenth = Math.min(9, Math.floor(low * 10)); tenth <= last; tenth += 1) {
      const inside = Math.min(high, (tenth + 1) / 10) - Math.max(low, tenth / 10)
      this.#tenths.count(high > low ? inside / width : 1, category, tenth)
    }
  }
}

const tenthNames = Array.from({ length: 10 }, (_, tenth) =>
  tenth === 0 ? 'cheapest tenth' : tenth === 9 ? 'dearest tenth' : `tenth ${tenth + 1}`,
)
