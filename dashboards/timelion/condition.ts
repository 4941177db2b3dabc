import { type BoundArguments } from './arguments.ts'
import { type Link } from './link.ts'
import { mapValues } from './series.ts'

/**
 * `.if(operator, if, then, else)`: each figure is compared with `if` and becomes `then` or `else`,
 * of which either may be a series, whose figure at the same time is taken.
 *
 * Known of Kibana: the arguments and that they may be null. Assumed: without `else` a figure stays;
 * a missing figure is equal to null only and counts as 0 when it is compared by size; of a list of
 * several series the first is taken.
 */
export const condition: Link = (list, bound) => {
  const compare = comparisons[bound.text('operator') ?? 'eq'] ?? isEqual
  return mapValues(list, (value, index) => {
    if (compare(value, operandAt(bound, 'if', index))) return operandAt(bound, 'then', index)
    return bound.has('else') ? operandAt(bound, 'else', index) : value
  })
}

type Comparison = (one: number | null, other: number | null) => boolean

const isEqual: Comparison = (one, other) => one === other

const comparisons: Readonly<Record<string, Comparison>> = {
  eq: isEqual,
  ne: (one, other) => one !== other,
  lt: (one, other) => (one ?? 0) < (other ?? 0),
  lte: (one, other) => (one ?? 0) <= (other ?? 0),
  gt: (one, other) => (one ?? 0) > (other ?? 0),
  gte: (one, other) => (one ?? 0) >= (other ?? 0),
}

function operandAt(bound: BoundArguments, name: string, index: number): number | null {
  return bound.number(name) ?? bound.series(name)?.series[0]?.points[index]?.[1] ?? null
}
