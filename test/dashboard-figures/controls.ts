import { type TransactionDocument } from '../../contracts/indices/transactions.ts'
import { byValue, type Cell, type Figures, nothing, top } from './figures.ts'
import { count, largestOf, smallestOf } from './measures.ts'
import { type Scope } from './scope.ts'
import { type Words } from './words.ts'

/** What a control has to offer: a row for each choice, or one with both ends of a range. */
type Control = readonly (readonly Cell[])[]

/**
 * Offered is what there is in the period, whatever it is narrowed to: otherwise nobody could choose
 * a second country beside the first.
 */
export function controls(...all: readonly Control[]): Figures {
  if (all.some(({ length }) => length === 0)) return nothing
  return { kind: 'controls', columns: [], rows: all.flat() }
}

/** The twenty values that most transactions have, each with how many. */
export function listControl(
  scope: Scope,
  label: string,
  read: (transaction: TransactionDocument) => string | undefined,
  words?: Words,
): Control {
  const offered = top(byValue(scope.unfiltered().transactions, read, words), 20, count)
  return offered.map(([value, some]) => [label, value, some.length])
}

/** The least and the largest figure. */
export function rangeControl(
  scope: Scope,
  label: string,
  read: (transaction: TransactionDocument) => number | undefined,
): Control {
  const { transactions } = scope.unfiltered()
  return [[label, smallestOf(read)(transactions), largestOf(read)(transactions)]]
}
