import { type Point } from '../panels/picture.ts'
import { type BoundArguments } from './arguments.ts'
import { type Link } from './link.ts'
import { mapSeries, type Series, type SeriesList } from './series.ts'

type Operation = (one: number, other: number) => number

/** Functions that calculate with a number, or with the points of other series. */
export const arithmeticLinks: Readonly<Record<string, Link>> = {
  sum: arithmetic('term', (one, other) => one + other),
  subtract: arithmetic('term', (one, other) => one - other),
  multiply: arithmetic('multiplier', (one, other) => one * other),
  divide: arithmetic('divisor', (one, other) => one / other),
  min: arithmetic('value', (one, other) => Math.min(one, other)),
  max: arithmetic('value', (one, other) => Math.max(one, other)),
}

function arithmetic(name: string, operation: Operation): Link {
  return (list, bound) => {
    const operand = bound.number(name)
    if (operand !== undefined) {
      return mapSeries(list, (series) => combine(series, () => operand, operation))
    }
    const others = bound.series(name)?.series ?? []
    if (others.length === 0) return mapSeries(list, (series) => combine(series, none, operation))
    return mapSeries(list, (series) => {
      const other = partnerOf(series, { list, others, bound })
      return combine(series, (index) => other.points[index]?.[1] ?? null, operation)
    })
  }
}

/** A list may be empty, because nothing happened. */
function none(): null {
  return null
}

interface Sides {
  readonly list: SeriesList
  readonly others: readonly Series[]
  readonly bound: BoundArguments
}

/**
 * One series on the right is for every one on the left; of several, that of the same split, or else
 * of the same label.
 */
function partnerOf(series: Series, { list, others, bound }: Sides): Series {
  const [only] = others
  if (others.length === 1 && only !== undefined) return only
  if (others.length !== list.series.length) {
    throw bound.invalid(`${list.series.length} series cannot be paired with ${others.length}`)
  }
  const isSplit = [...list.series, ...others].every(({ split }) => split !== undefined)
  const keyOf = ({ split, label }: Series) => (isSplit ? split : label)
  const partner = others.find((other) => keyOf(other) === keyOf(series))
  if (partner !== undefined) return partner
  const labels = others.map((other) => `"${keyOf(other) ?? ''}"`).join(', ')
  throw bound.invalid(`"${keyOf(series) ?? ''}" has no partner among ${labels}`)
}

/** Where either side has no figure there is none, nor where a division gives no number. */
function combine(
  series: Series,
  other: (index: number) => number | null,
  operation: Operation,
): Series {
  const points = series.points.map(([time, value], index): Point => {
    const operand = other(index)
    if (value === null || operand === null) return [time, null]
    const result = operation(value, operand)
    return [time, Number.isFinite(result) ? result : null]
  })
  return { ...series, points }
}
