import { historyRate, type WorldPlan } from '../plan.ts'
import { ZoneClock } from '../world/calendar.ts'
import { cityAt } from '../world/cities.ts'
import { type Authorized, type Declined, type Occurrence } from '../world/happenings.ts'
import { Population } from '../world/population.ts'
import { archetypeNames } from './axes.ts'

export const start = Date.UTC(2026, 8, 7)
const seed = 11
const customersMax = 2000

/** Who lives in the worlds of `planOf`, as far as they are so large. */
export const population = new Population(seed, customersMax)

/** Busier than people live, so that a fortnight says enough. */
export function busyRate(customers: number): number {
  return 2.5 * historyRate(customers)
}

export function planOf(customers: number, perSecond = busyRate(customers)): WorldPlan {
  return { seed, start, customers, phases: [{ from: start, perSecond, rhythm: 'daily' }] }
}

/** What somebody has asked of the bank, whatever came of it. */
type Spending = Authorized | Declined

interface Purchase extends Occurrence {
  readonly happening: Spending
}

/**
 * The stream with what was bought in person swapped among those of the same archetype, country and
 * local hour, so that the distribution over these stays the same to the last purchase.
 */
export function swapped(
  occurrences: readonly Occurrence[],
  order: (a: Spending, b: Spending) => number,
  swap: (purchase: Purchase, other: Spending) => Spending,
): Occurrence[] {
  const groups = new Map<string, Purchase[]>()
  for (const purchase of occurrences.filter(isInPersonAtHome)) {
    const name = groupOf(purchase)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [purchase])
    else group.push(purchase)
  }
  const swaps = [...groups.values()].flatMap((purchases) => {
    const ordered = purchases.map(({ happening }) => happening).toSorted(order)
    return purchases.map((purchase, index) => [purchase, ordered[index]] as const)
  })
  const others = new Map<Occurrence, Spending | undefined>(swaps)
  return occurrences.map((occurrence) => {
    const other = others.get(occurrence)
    if (other === undefined || !isInPersonAtHome(occurrence)) return occurrence
    return { ...occurrence, happening: swap(occurrence, other) }
  })
}

function groupOf({ customer, timeMs, happening: { transaction } }: Purchase): string {
  const { country, zone } = transaction.place
  const { hour } = ZoneClock.of(zone).localHour(timeMs)
  return [archetypeOf(customer), country, zone, hour].join()
}

function isInPersonAtHome(occurrence: Occurrence): occurrence is Purchase {
  const { happening } = occurrence
  return (
    isSpending(happening) &&
    happening.transaction.channel === 'card_present' &&
    !isAbroad(occurrence)
  )
}

export function isSpending(happening: Occurrence['happening']): happening is Spending {
  return happening.kind === 'authorized' || happening.kind === 'declined'
}

/** In a country that is not the customer's own, and in person. */
export function isAbroad({ customer, happening }: Occurrence): boolean {
  const home = cityAt(population.home(customer)).country.code
  return (
    'transaction' in happening &&
    happening.transaction.channel !== 'online' &&
    happening.transaction.place.country !== home
  )
}

export function isDeclined({ happening }: Occurrence): boolean {
  return happening.kind === 'declined'
}

export function isReversed({ happening }: Occurrence): boolean {
  return happening.kind === 'reversed'
}

export function mccOf({ transaction }: Spending): string {
  return transaction.merchant?.description.mcc ?? ''
}

export function archetypeOf(customer: number): string {
  return archetypeNames[population.lifestyle(customer)] ?? ''
}
