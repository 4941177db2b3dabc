import { foundingMs, type WorldPlan } from '../plan.ts'
import { type Archetype } from '../../contracts/events/bank-activity.ts'
import { lifestyleList } from '../world/archetypes.ts'
import { dayMs } from '../world/calendar.ts'
import { cityAt } from '../world/cities.ts'
import { convert } from '../world/currencies.ts'
import { type Happening, type Occurrence } from '../world/happenings.ts'
import { Population } from '../world/population.ts'
import { World } from '../world/world.ts'

/** What the customers of an archetype have at a moment, current and savings account together. */
export interface Quartiles {
  /** Epoch ms. */
  readonly atMs: number
  /** In euros, by the rates of world/currencies.ts. A quarter of the customers have less. */
  readonly lower: number
  readonly median: number
  /** A quarter of the customers have more. */
  readonly upper: number
}

export interface ArchetypeBalances {
  readonly archetype: Archetype
  readonly customers: number
  /** When everybody has become a customer, and then each week of the world's. */
  readonly weeks: readonly Quartiles[]
}

/**
 * Plays a world and tells what people have, week by week. The same plan gives the same balances.
 *
 * Archetypes of which the world has no customer are left out.
 *
 * @param untilMs end of the play; a week that is not over then is not told. Epoch ms
 */
export function weeklyBalances(plan: WorldPlan, untilMs: number): ArchetypeBalances[] {
  const groups = groupsOf(new Population(plan.seed, plan.customers))
  const world = new World(plan)
  const accounts = new Float64Array(plan.customers * 2)
  const weeksOf = groups.map((): Quartiles[] => [])
  for (const atMs of momentsOf(plan.start, untilMs)) {
    for (const occurrence of world.eventsUntil(atMs)) apply(occurrence, accounts)
    groups.forEach(({ members }, index) => {
      weeksOf[index]?.push({ atMs, ...quartilesOf(members, accounts) })
    })
  }
  return groups.map(({ archetype, members }, index) => {
    return { archetype, customers: members.length, weeks: weeksOf[index] ?? [] }
  })
}

interface Member {
  readonly customer: number
  /** Euros in one minor unit of the customer's currency. */
  readonly eurosPerMinor: number
}

interface Group {
  readonly archetype: Archetype
  readonly members: readonly Member[]
}

function groupsOf(population: Population): Group[] {
  const everybody = Array.from({ length: population.size }, (_, customer) => customer)
  return lifestyleList
    .map(({ archetype }, lifestyle) => ({
      archetype,
      members: everybody
        .filter((customer) => population.lifestyle(customer) === lifestyle)
        .map((customer) => ({ customer, eurosPerMinor: eurosPerMinor(population, customer) })),
    }))
    .filter(({ members }) => members.length > 0)
}

function eurosPerMinor(population: Population, customer: number): number {
  const { currency } = cityAt(population.home(customer)).country
  // Conversion rounds to whole cents, so the rate is taken from a large amount.
  return convert(large, currency, 'EUR') / 100 / large
}

const large = 1e9

/** The end of the founding, and each week after the start. */
function momentsOf(start: number, untilMs: number): number[] {
  const weeks = Math.floor((untilMs - start) / weekMs)
  const founded = start + foundingMs
  return [founded, ...Array.from({ length: weeks }, (_, week) => start + (week + 1) * weekMs)]
}

const weekMs = 7 * dayMs

/** @param accounts balances in minor units, by the customer's number twice plus the account's */
function apply({ customer, happening }: Occurrence, accounts: Float64Array): void {
  const [account, balanceMinor] = balanceIn(happening)
  if (balanceMinor !== undefined) accounts[customer * 2 + account] = balanceMinor
}

function balanceIn(happening: Happening): readonly [account: number, balanceMinor?: number] {
  if (happening.kind === 'opened') return [happening.account, happening.openingMinor]
  if (!('balanceAfterMinor' in happening)) return [0]
  return [happening.transaction.account, happening.balanceAfterMinor]
}

function quartilesOf(members: readonly Member[], accounts: Float64Array): Omit<Quartiles, 'atMs'> {
  const euros = Float64Array.from(members, ({ customer, eurosPerMinor: rate }) => {
    const [current = 0, savings = 0] = accounts.subarray(customer * 2, customer * 2 + 2)
    return (current + savings) * rate
  }).sort()
  return {
    lower: quantile(euros, 0.25),
    median: quantile(euros, 0.5),
    upper: quantile(euros, 0.75),
  }
}

/** Between two values in proportion. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const below = sorted[Math.floor(at)] ?? 0
  const above = sorted[Math.ceil(at)] ?? 0
  return below + (above - below) * (at - Math.floor(at))
}
