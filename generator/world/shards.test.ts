import { describe, expect, it } from 'vitest'
import { historyRate, type WorldPlan } from '../plan.ts'
import { type Shard, World } from './world.ts'

const start = Date.UTC(2026, 0, 5)
const untilMs = start + 10 * 86_400_000
const plan: WorldPlan = {
  seed: 3,
  start,
  customers: 203,
  phases: [{ from: start, perSecond: historyRate(203), rhythm: 'daily' }],
}

function textsOf(shard?: Shard): string[] {
  const world = new World(plan, shard)
  return [...world.eventsUntil(untilMs)].map(
    (occurrence) => `${world.keyOf(occurrence)}\t${world.write(occurrence)}`,
  )
}

/** By customer; the sort is stable, so each keeps the order of their events. */
function byCustomer(texts: readonly string[]): readonly string[] {
  return texts.toSorted((a, b) => Number(keyOf(a) > keyOf(b)) - Number(keyOf(a) < keyOf(b)))
}

function keyOf(text: string): string {
  return text.slice(0, text.indexOf('\t'))
}

describe('the shards of a world', () => {
  const whole = textsOf()

  it.each([1, 2, 3, 8])('tell together what the whole tells, byte for byte: %i', (count) => {
    const parts = Array.from({ length: count }, (_, index) => textsOf({ index, count }))

    expect(parts.every((part) => part.length > 100)).toBe(true)
    expect(byCustomer(parts.flat())).toEqual(byCustomer(whole))
  })

  it('have nothing to tell where there are more of them than customers', () => {
    const world = new World(plan, { index: 300, count: 1000 })

    expect(world.nextMs).toBe(Infinity)
    expect(world.next(Infinity)).toBeUndefined()
  })
})
