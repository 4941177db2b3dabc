import { type Arrival } from './arrival.ts'
import { archetypeNames, categoryNames, hourNames, weekdayNames } from './axes.ts'
import { compareCounts, compareShares } from './compare.ts'
import { type Comparison } from './comparison.ts'
import { declaredSpending } from './declared-spending.ts'
import { type Exposure, type Setting } from './exposure.ts'
import { Grid } from './grid.ts'

/**
 * When who spends on what: the declared joint distribution, by three of its sides.
 *
 * Declined purchases count as well. Somebody who came and filled up the account instead counts in
 * each category with its declared share of that hour: what they would have bought was drawn, too.
 */
export class SpendingRows {
  readonly #exposure: Exposure
  readonly #joint = new Grid(hourNames, categoryNames, archetypeNames)
  readonly #byDay: Grid
  readonly #byWeekday = new Grid(weekdayNames, hourNames)
  readonly #byArchetype = new Grid(archetypeNames)

  constructor(exposure: Exposure) {
    this.#exposure = exposure
    this.#byDay = new Grid(exposure.dates, categoryNames)
  }

  add({ setting, category }: Arrival): void {
    this.#eachShare(setting, category, (share, at) => {
      this.#count(share, setting, at)
    })
    this.#byWeekday.count(1, setting.local.day.weekday, setting.local.hour)
    this.#byArchetype.count(1, setting.lifestyle)
  }

  rows(): Comparison[] {
    for (const [setting, arrivals] of this.#exposure.settings()) this.#expect(setting, arrivals)
    return [
      compareShares(
        { name: 'local hour × category × archetype', unit: 'purchases at home', ...usual },
        this.#joint.cells(),
      ),
      compareShares(
        { name: 'category × day', unit: 'purchases at home', ...usual },
        this.#byDay.cells(),
      ),
      compareShares(
        { name: 'weekday × local hour', unit: 'arrivals', ...usual },
        this.#byWeekday.cells(),
      ),
      compareCounts(
        { name: 'arrivals by archetype', unit: 'arrivals', ...usual },
        this.#byArchetype.cells(),
      ),
    ]
  }

  #expect(setting: Setting, arrivals: number): void {
    const { lifestyle, day, local, isAbroad } = setting
    this.#byWeekday.expect(arrivals, local.day.weekday, local.hour)
    this.#byArchetype.expect(arrivals, lifestyle)
    if (isAbroad) return
    this.#eachShare(setting, undefined, (share, category) => {
      this.#joint.expect(arrivals * share, local.hour, category, lifestyle)
      this.#byDay.expect(arrivals * share, day, category)
    })
  }

  #count(share: number, { lifestyle, day, local, isAbroad }: Setting, category: number): void {
    if (isAbroad) return
    this.#joint.count(share, local.hour, category, lifestyle)
    this.#byDay.count(share, day, category)
  }

  /** The one category, or all of them by their declared shares in this setting. */
  #eachShare(
    { lifestyle, local, isAbroad }: Setting,
    category: number | undefined,
    use: (share: number, category: number) => void,
  ): void {
    if (category !== undefined) {
      use(1, category)
      return
    }
    const { byCategory, total } = declaredSpending(lifestyle, local, isAbroad)
    byCategory.forEach((weight, index) => {
      if (weight > 0) use(weight / total, index)
    })
  }
}

const usual = { slack: 0.01, blindAbove: 0.2 }
