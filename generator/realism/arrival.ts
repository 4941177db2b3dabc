import { categories } from '../world/categories.ts'
import { type Authorized, current, type Declined, type Transaction } from '../world/happenings.ts'
import { type Setting } from './exposure.ts'

/** A customer who came to spend. */
export interface Arrival {
  readonly customer: number
  readonly setting: Setting
  readonly happening: Authorized | Declined
  /** Index of what was bought; undefined when the account had to be filled up instead. */
  readonly category: number | undefined
}

/**
 * What a transaction was spent on, as its merchant's MCC tells. Money that comes in, or comes from
 * the savings, fills an account up.
 */
export function categoryOf({ merchant, direction, account }: Transaction): number | undefined {
  if (merchant !== undefined) return byMcc.get(merchant.description.mcc)
  return direction === 'debit' && account === current ? people : undefined
}

const byMcc = new Map(
  categories.flatMap(({ mccs }, index) => mccs.map((mcc) => [mcc, index] as const)),
)
const people = categories.findIndex(({ name }) => name === 'people')
