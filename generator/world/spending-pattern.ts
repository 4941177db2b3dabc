import { lifestyleList, type Lifestyle } from './archetypes.ts'
import { type LocalHour } from './calendar.ts'
import { categories } from './categories.ts'
import { cumulate, itemAt } from './random.ts'

/** What somebody of an archetype does in an hour of the week at a place. */
export interface SpendingPattern {
  /** How often they spend, against their own average at home. */
  readonly intensity: number
  /** Summed weights over `categories`. */
  readonly categoryWeights: Float64Array
}

/**
 * The declared joint distribution of spending: archetype × category × hour × weekday × month, at
 * home or on a trip. Arrivals and categories are both drawn from it, so they cannot disagree.
 */
export function spendingPattern(
  lifestyle: number,
  { hour, day }: LocalHour,
  isAbroad: boolean,
): SpendingPattern {
  const key =
    (((lifestyle * 12 + day.month - 1) * 7 + day.weekday) * 24 + hour) * 2 + Number(isAbroad)
  const known = patterns[key]
  if (known !== undefined) return known
  const pattern = makePattern(itemAt(lifestyleList, lifestyle), { hour, day }, isAbroad)
  patterns[key] = pattern
  return pattern
}

const patterns: (SpendingPattern | undefined)[] = []

function makePattern(
  { spending }: Lifestyle,
  { hour, day }: LocalHour,
  isAbroad: boolean,
): SpendingPattern {
  const shares = categories.map(({ name }) => spending[name] ?? 0)
  const all = shares.reduce((sum, share) => sum + share, 0)
  const weights = categories.map((category, index) => {
    const when =
      itemAt(category.byHour, hour) *
      itemAt(category.byWeekday, day.weekday) *
      itemAt(category.byMonth, day.month - 1)
    const share = itemAt(shares, index) / Math.max(all, 1)
    return share * when * (isAbroad ? category.abroad : 1)
  })
  const intensity = weights.reduce((sum, weight) => sum + weight, 0)
  return { intensity, categoryWeights: cumulate(weights) }
}
