import { describe, expect, it } from 'vitest'
import { dayMs } from '../world/calendar.ts'
import { World } from '../world/world.ts'
import { planOf, start } from './realism-fixture.ts'
import { type Quartiles, weeklyBalances } from './weekly-balances.ts'

const customers = 200
const weeks = 10
const untilMs = start + weeks * 7 * dayMs
const told = weeklyBalances(planOf(customers), untilMs)

function weeksOf(archetype: string): readonly Quartiles[] {
  return told.find((balances) => balances.archetype === archetype)?.weeks ?? []
}

/** How much richer or poorer half of them are in the end. */
function changeOf(archetype: string): number {
  const of = weeksOf(archetype)
  return (of.at(-1)?.median ?? NaN) - (of[0]?.median ?? NaN)
}

describe('the balances week by week', () => {
  it('are told of every customer once, at the founding and after each week', () => {
    expect(told.map(({ archetype }) => archetype)).toHaveLength(6)
    expect(told.reduce((sum, balances) => sum + balances.customers, 0)).toBe(customers)
    for (const balances of told) {
      const days = balances.weeks.map(({ atMs }) => Math.floor((atMs - start) / dayMs))
      expect(days).toEqual(Array.from({ length: weeks + 1 }, (_, week) => week * 7))
    }
  })

  it('have quartiles in their order', () => {
    const disordered = told
      .flatMap((balances) => balances.weeks)
      .filter(({ lower, median, upper }) => !(lower <= median && median <= upper))

    expect(disordered).toEqual([])
  })

  it('are in euros, whatever the currency of the accounts', () => {
    const openings = new Map<number, number>()
    for (const { customer, happening } of new World(planOf(customers)).eventsUntil(
      start + 60_000,
    )) {
      if (happening.kind !== 'opened') continue
      openings.set(customer, (openings.get(customer) ?? 0) + happening.openingMinor)
    }
    const largestMinor = Math.max(...openings.values())

    // Forints and yen have more units than anybody has euros.
    expect(largestMinor / 100).toBeGreaterThan(250_000)
    expect(weeksOf('spending_elder')[0]?.upper).toBeLessThan(250_000)
  })

  it('grow for children, who only get, and shrink for elders, who spend twice what they earn', () => {
    expect(changeOf('child')).toBeGreaterThan(10)
    expect(changeOf('spending_elder')).toBeLessThan(-1000)
  })

  it('leave out the week that is not over', () => {
    const [first] = weeklyBalances(planOf(20), start + 13 * dayMs)

    expect(first?.weeks).toHaveLength(2)
  })
})
