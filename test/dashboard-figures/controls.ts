import { type TransactionDocument } from '../../contracts/indices/transactions.ts'
import { byValue, type Cell, type Figures, nothing, top } from './figures.ts'
import { count, largestOf, smallestOf } from './measures.ts'
import { type Scope } from './scope.ts'

/** What a control has to offer: a row for each choice, or one with both ends of a range. */
type Control = readonly (readonly Cell[])[]

export function controls(...all: readonly Control[]): Figures {
  if (all.some(({ length }) => length === 0)) return nothing
  return { kind: 'controls', columns: [], rows: all.flat() }
}

/** The twenty values that most transactions have, each with how many. */
export function listControl(
  { transactions }: Scope,
  label: string,
  read: (transaction: TransactionDocument) => string | undefined,
): Control {
  const offered = top(byValue(transactions, read), 20, count)
  return offered.map(([value, some]) => [label, value, some.length])
}

/** The least and the largest figure. */
export function rangeControl(
  { transactions }: Scope,
  label: string,
  read: (transaction: TransactionDocument) => number | undefined,
): Control {
  return [[label, smallestOf(read)(transactions), largestOf(read)(transactions)]]
}
