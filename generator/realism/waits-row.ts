import { compareEvenness } from './compare.ts'
import { type Comparison } from './comparison.ts'

/**
 * How long customers wait until they spend again, told in expected arrivals instead of hours. By the
 * time-rescaling theorem (Brown, Barbieri, Ventura, Kass and Frank, Neural Computation 2002) these
 * waits are exponential with mean 1 whatever the rate does; regular and clumped arrivals are not.
 *
 * A report ends in the middle of everybody's last wait. Leaving those out would favour short ones, so
 * the lives are laid end to end, which makes one Poisson process of them, with one last wait in all.
 */
export class WaitsRow {
  /** Counts of 1 − e^(−wait), which is spread evenly from 0 to 1. */
  readonly #bins = new Float64Array(bins)
  /** What each customer waited for the first time; NaN before. */
  readonly #first: Float64Array
  readonly #sinceLast: Float64Array

  constructor(customers: number) {
    this.#first = new Float64Array(customers).fill(NaN)
    this.#sinceLast = new Float64Array(customers)
  }

  /** Somebody has been waiting. */
  wait(customer: number, expected: number): void {
    this.#sinceLast[customer] = (this.#sinceLast[customer] ?? 0) + expected
  }

  /** The wait is over. */
  arrive(customer: number): void {
    const wait = this.#sinceLast[customer] ?? 0
    if (Number.isNaN(this.#first[customer])) this.#first[customer] = wait
    else this.#count(wait)
    this.#sinceLast[customer] = 0
  }

  /** To be asked for once. */
  row(): Comparison {
    let carried = 0
    this.#first.forEach((first, customer) => {
      const sinceLast = this.#sinceLast[customer] ?? 0
      if (Number.isNaN(first)) carried += sinceLast
      else {
        this.#count(carried + first)
        carried = sinceLast
      }
    })
    const claim = { name: 'waits between arrivals', unit: '% of waits' }
    return compareEvenness({ ...claim, slack: 0.01, blindAbove: 0.1 }, this.#bins, nameOf)
  }

  #count(wait: number): void {
    const bin = Math.min(bins - 1, Math.floor((1 - Math.exp(-wait)) * bins))
    this.#bins[bin] = (this.#bins[bin] ?? 0) + 1
  }
}

/** Fine enough that the slack is ten times what they hide. */
const bins = 1000

/** @param tenth of the waits, the shortest first */
function nameOf(tenth: number): string {
  const from = -Math.log(1 - tenth / 10)
  const to = -Math.log(1 - (tenth + 1) / 10)
  return tenth === 9
    ? `longer than ${from.toFixed(2)} times the mean`
    : `${from.toFixed(2)} to ${to.toFixed(2)} times the mean`
}
