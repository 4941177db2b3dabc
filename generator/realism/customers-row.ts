import { lifestyleList } from '../world/archetypes.ts'
import { archetypeNames } from './axes.ts'
import { compareShares } from './compare.ts'
import { type Comparison } from './comparison.ts'
import { Grid } from './grid.ts'

/** How many of the customers that the plan asks for are of each archetype. */
export class CustomersRow {
  readonly #customers = new Grid(archetypeNames)
  readonly #planned: number

  constructor(planned: number) {
    this.#planned = planned
  }

  register(lifestyle: number): void {
    this.#customers.count(1, lifestyle)
  }

  row(): Comparison {
    lifestyleList.forEach(({ share }, lifestyle) => {
      this.#customers.expect(share * this.#planned, lifestyle)
    })
    const claim = { name: 'customers by archetype', unit: 'customers', slack: 0.005 }
    const noise = misplaced / this.#planned
    return compareShares({ ...claim, blindAbove: 0.03 }, this.#customers.cells(), noise)
  }
}

/**
 * Customers are not drawn but spread evenly (world/customers.ts). At no number of customers up to
 * 4,000, with any of 150 seeds, were more than this in the wrong archetype; a Kronecker sequence does
 * not become worse than the logarithm of their number.
 */
const misplaced = 23
