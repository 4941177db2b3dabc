import { categoryGroups, type CategoryGroup } from '../../contracts/category-groups.ts'
import { type CustomerState } from '../../contracts/indices/customers.ts'
import { type EpochMs } from '../../contracts/time.ts'
import { msPerDay } from '../instant.ts'
import { sumOf } from '../sums.ts'

type Spending = CustomerState['spending_30d']
type ByGroup = Spending['by_group']

/**
 * One day: its number since 1970, cents in all and abroad, then pairs of a group's place in
 * `categoryGroups` and its cents. Short, as a document holds thirty of them.
 */
type Day = readonly number[]
const firstPair = 3

/** How many days of event time are summed, the newest one included. */
export const spendingDays = 30

export const noSpending: Spending = {
  eur_cents: 0,
  foreign_eur_cents: 0,
  foreign_share: 0,
  by_group: [],
  days: { list: [] },
}

interface Spent {
  readonly at: EpochMs
  /** Negative for what was given back. */
  readonly eurCents: number
  readonly isForeign: boolean
  readonly group: CategoryGroup
}

/**
 * The spending with one more payment: sums over the 30 days up to the newest one. A payment from
 * before those days changes nothing; days that are over fall out when a newer one begins.
 *
 * Sums are carried on rather than made anew, so a payment costs what it changes.
 */
export function spendingAfter(spending: Spending, spent: Spent): Spending {
  const day = Math.floor(spent.at / msPerDay)
  const newest = listOf(spending).at(-1)?.[0] ?? day
  if (day <= newest - spendingDays) return spending
  const kept = day > newest ? since(spending, day - spendingDays + 1) : spending
  const { eurCents, isForeign, group } = spent
  const foreignCents = isForeign ? eurCents : 0
  const all = sumOf(kept.eur_cents, eurCents)
  const foreign = sumOf(kept.foreign_eur_cents, foreignCents)
  const place = categoryGroups.indexOf(group)
  return {
    eur_cents: all,
    foreign_eur_cents: foreign,
    foreign_share: all > 0 ? Math.round((foreign / all) * 10_000) / 10_000 : 0,
    by_group: withGroup(kept.by_group, group, eurCents),
    days: { list: withDay(listOf(kept), { day, eurCents, foreignCents, place }) },
  }
}

function listOf({ days }: Spending): readonly Day[] {
  return (days as { readonly list: readonly Day[] }).list
}

/** The spending without the days before one; its share abroad is still to be made. */
function since(spending: Spending, first: number): Spending {
  const list = listOf(spending)
  const overCount = countBefore(list, first)
  if (overCount === 0) return spending
  let { eur_cents: all, foreign_eur_cents: foreign, by_group: byGroup } = spending
  for (const over of list.slice(0, overCount)) {
    all = sumOf(all, -(over[1] ?? 0))
    foreign = sumOf(foreign, -(over[2] ?? 0))
    byGroup = withoutDay(byGroup, over)
  }
  const days = { list: list.slice(overCount) }
  return { ...spending, eur_cents: all, foreign_eur_cents: foreign, by_group: byGroup, days }
}

/** Days come in their order. */
function countBefore(list: readonly Day[], first: number): number {
  let count = 0
  while ((list[count]?.[0] ?? Infinity) < first) count += 1
  return count
}

interface Added {
  readonly day: number
  readonly eurCents: number
  readonly foreignCents: number
  readonly place: number
}

function withDay(list: readonly Day[], added: Added): readonly Day[] {
  let at = list.length
  while ((list[at - 1]?.[0] ?? -Infinity) > added.day) at -= 1
  const known = list[at - 1]
  if (known?.[0] === added.day) return list.with(at - 1, dayAfter(known, added))
  const made = [added.day, added.eurCents, added.foreignCents, added.place, added.eurCents]
  return at === list.length ? [...list, made] : list.toSpliced(at, 0, made)
}

function dayAfter(before: Day, { eurCents, foreignCents, place }: Added): Day {
  let isNew = true
  for (let at = firstPair; at < before.length; at += 2) if (before[at] === place) isNew = false
  // Made at once in its full length: an array that grows takes twice as much.
  const day = isNew ? before.concat(place, 0) : before.slice()
  day[1] = sumOf(day[1] ?? 0, eurCents)
  day[2] = sumOf(day[2] ?? 0, foreignCents)
  for (let at = firstPair; at < day.length; at += 2) {
    if (day[at] !== place) continue
    day[at + 1] = sumOf(day[at + 1] ?? 0, eurCents)
  }
  return day
}

function withoutDay(byGroup: ByGroup, day: Day): ByGroup {
  let left = byGroup
  for (let at = firstPair; at < day.length; at += 2) {
    const group = categoryGroups[day[at] ?? -1]
    if (group !== undefined) left = withGroup(left, group, -(day[at + 1] ?? 0))
  }
  return left
}

/** A group of which nothing is left is left out. */
function withGroup(byGroup: ByGroup, name: CategoryGroup, eurCents: number): ByGroup {
  let at = 0
  while (at < byGroup.length && byGroup[at]?.name !== name) at += 1
  const isNew = at === byGroup.length
  const cents = sumOf(isNew ? 0 : (byGroup[at]?.eur_cents ?? 0), eurCents)
  if (cents === 0) return isNew ? byGroup : byGroup.toSpliced(at, 1)
  const changed = { name, eur_cents: cents }
  return isNew ? [...byGroup, changed] : byGroup.with(at, changed)
}
