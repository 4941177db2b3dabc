import { type Happening } from '../world/happenings.ts'

/** What can be taken from each customer's current account, read from what happens. */
export class Balances {
  readonly #balances: Float64Array
  readonly #overdrafts: Float64Array

  constructor(customers: number) {
    this.#balances = new Float64Array(customers)
    this.#overdrafts = new Float64Array(customers)
  }

  availableMinor(customer: number): number {
    return (this.#balances[customer] ?? 0) + (this.#overdrafts[customer] ?? 0)
  }

  apply(customer: number, happening: Happening): void {
    if (happening.kind === 'opened' && happening.account === 0) {
      this.#balances[customer] = happening.openingMinor
      this.#overdrafts[customer] = happening.overdraftMinor
    } else if ('balanceAfterMinor' in happening && happening.transaction.account === 0) {
      this.#balances[customer] = happening.balanceAfterMinor
    }
  }
}
