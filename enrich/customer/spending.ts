import { categoryGroups, type CategoryGroup } from '../../contracts/category-groups.ts'
import { type CustomerState } from '../../contracts/indices/customers.ts'
import { type EpochMs } from '../../contracts/time.ts'
import { msPerDay } from '../instant.ts'
import { sumOf } from '../sums.ts'

type Spending = CustomerState['spending_30d']

/** Cents in all, abroad, then by group in the order of `categoryGroups`. */
type DayFigures = readonly number[]
/** By day since 1970; integer keys, which come in ascending order. */
type Days = Readonly<Record<string, DayFigures>>

/** How many days of event time are summed, the newest one included. */
export const spendingDays = 30
const figures = 2 + categoryGroups.length

export const noSpending: Spending = {
  eur_cents: 0,
  foreign_eur_cents: 0,
  foreign_share: 0,
  by_group: [],
  days: {},
}

interface Spent {
  readonly at: EpochMs
  /** Negative for what was given back. */
  readonly eurCents: number
  readonly isForeign: boolean
  readonly group: CategoryGroup
}

/**
 * The spending with one more payment: sums over the 30 days up to the newest payment. One from before those days
 * changes nothing; days that are over fall out when a newer one begins.
 */
export function spendingAfter(spending: Spending, spent: Spent): Spending {
  const day = Math.floor(spent.at / msPerDay)
  const before = spending.days as Days
  const newest = newestOf(before) ?? day
  if (day <= newest - spendingDays) return spending
  const kept = day > newest ? since(before, day - spendingDays + 1) : before
  const days = { ...kept, [day]: added(kept[day], spent) }
  return { ...sumsOf(days), days }
}

function newestOf(days: Days): number | undefined {
  const last = Object.keys(days).at(-1)
  return last === undefined ? undefined : Number(last)
}

function since(days: Days, first: number): Days {
  return Object.fromEntries(Object.entries(days).filter(([day]) => Number(day) >= first))
}

function added(day: DayFigures | undefined, { eurCents, isForeign, group }: Spent): DayFigures {
  const sums = day === undefined ? Array.from({ length: figures }, () => 0) : [...day]
  const add = (at: number) => {
    sums[at] = sumOf(sums[at] ?? 0, eurCents)
  }
  add(0)
  if (isForeign) add(1)
  add(2 + categoryGroups.indexOf(group))
  return sums
}

function sumsOf(days: Days): Omit<Spending, 'days'> {
  const sums = Array.from({ length: figures }, () => 0)
  for (const day of Object.values(days)) {
    for (const [at, cents] of day.entries()) sums[at] = sumOf(sums[at] ?? 0, cents)
  }
  const [all = 0, foreign = 0, ...groups] = sums
  return {
    eur_cents: all,
    foreign_eur_cents: foreign,
    foreign_share: all > 0 ? Math.round((foreign / all) * 10_000) / 10_000 : 0,
    by_group: groups.flatMap((cents, at) => {
      const name = categoryGroups[at]
      return cents === 0 || name === undefined ? [] : [{ name, eur_cents: cents }]
    }),
  }
}
