import { lifestyleList } from '../world/archetypes.ts'
import { type LocalHour } from '../world/calendar.ts'
import { categories } from '../world/categories.ts'
import { itemAt } from '../world/random.ts'

/**
 * What `archetypes.ts` and `categories.ts` declare about spending, told a second time and on purpose
 * without `spending-pattern.ts` and `rhythm.ts`: a report that asked the generator what to expect
 * would agree with every mistake of it.
 */
export interface DeclaredSpending {
  /** Frequency of each category, against the archetype's own average at home. */
  readonly byCategory: readonly number[]
  readonly total: number
}

/** What an archetype spends on in a local hour, at home or on a trip. */
export function declaredSpending(
  lifestyle: number,
  { hour, day }: LocalHour,
  isAbroad: boolean,
): DeclaredSpending {
  const key = (((lifestyle * 12 + day.month - 1) * 7 + day.weekday) * 24 + hour) * 2
  return (declared[key + Number(isAbroad)] ??= declare(lifestyle, { hour, day }, isAbroad))
}

const declared: (DeclaredSpending | undefined)[] = []

function declare(lifestyle: number, { hour, day }: LocalHour, isAbroad: boolean): DeclaredSpending {
  const shares = declaredShares(lifestyle)
  const byCategory = categories.map((category, index) => {
    const rhythm =
      itemAt(category.byHour, hour) *
      itemAt(category.byWeekday, day.weekday) *
      itemAt(category.byMonth, day.month - 1)
    return itemAt(shares, index) * rhythm * (isAbroad ? category.abroad : 1)
  })
  return { byCategory, total: byCategory.reduce((sum, each) => sum + each, 0) }
}

/** Share of each category in what an archetype spends on. */
export function declaredShares(lifestyle: number): readonly number[] {
  const { spending } = itemAt(lifestyleList, lifestyle)
  const weights = categories.map(({ name }) => spending[name] ?? 0)
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => (all === 0 ? 0 : weight / all))
}

/** How often an archetype spends, against the bank's average customer. */
export function declaredActivity(lifestyle: number): number {
  return itemAt(lifestyleList, lifestyle).activity / averageActivity
}

const averageActivity = lifestyleList.reduce(
  (sum, { share, activity }) => sum + share * activity,
  0,
)

/** Payday and the two days after. */
const paydayDays = 3

/** Whether income has come on this day or in the two days before. */
export function isAfterPayday({ day }: LocalHour, payday: number): boolean {
  const paid = Math.min(payday, day.daysInMonth)
  return (day.day - paid + day.daysInMonth) % day.daysInMonth < paydayDays
}

/** How much more or less is spent for that; around 1 over a month of thirty days. */
export function paydayFactor(lifestyle: number, isAfter: boolean): number {
  const { paydayEffect } = itemAt(lifestyleList, lifestyle)
  return isAfter ? paydayEffect : (30 - paydayDays * paydayEffect) / (30 - paydayDays)
}
