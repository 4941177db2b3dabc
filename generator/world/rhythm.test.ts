import { describe, expect, it } from 'vitest'
import { type Phase, type WorldPlan } from '../plan.ts'
import { Rhythm } from './rhythm.ts'
import { World } from './world.ts'

const second = 1000
const hour = 3_600_000
/** A Monday, in the evening of Europe. */
const start = Date.UTC(2026, 0, 5, 18)

function plan(phases: readonly Phase[]): WorldPlan {
  return { seed: 1, start, customers: 500, phases }
}

function steady(afterMs: number, perSecond: number): Phase {
  return { from: start + afterMs, perSecond, rhythm: 'steady' }
}

/** Moments of what is bought in shops, after `start`: duties and reversals go on in a pause. */
function purchases(phases: readonly Phase[], untilMs: number): number[] {
  return [...new World(plan(phases)).eventsUntil(start + untilMs)].flatMap(
    ({ timeMs, happening }) =>
      (happening.kind === 'authorized' || happening.kind === 'declined') &&
      happening.transaction.channel === 'card_present'
        ? [timeMs - start]
        : [],
  )
}

function texts(phases: readonly Phase[], untilMs: number): string[] {
  const world = new World(plan(phases))
  return [...world.eventsUntil(start + untilMs)].map((occurrence) => world.write(occurrence))
}

describe('a rhythm', () => {
  it('has one pace until the hour or the phase ends, whichever comes first', () => {
    const rhythm = new Rhythm([steady(0, 10), steady(90 * 60 * second, 20)], 500)

    const ends = [0, 60, 89, 90, 119, 120].map(
      (minutes) => (rhythm.pace(start + minutes * 60 * second).untilMs - start) / 60 / second,
    )

    expect(ends).toEqual([60, 90, 90, 120, 120, 180])
  })

  it('finds the phase of a moment, in whatever order moments are asked for', () => {
    const phases = Array.from({ length: 12_000 }, (_, index) => ({
      ...steady(index * second, index),
      rhythm: 'daily' as const,
    }))
    const rhythm = new Rhythm(phases, 500)
    const perSecond = rhythm.pace(start + second).perMs

    for (const index of [0, 11_999, 1, 5000, 7200, 3600, 4999]) {
      expect(rhythm.pace(start + index * second + 500).perMs).toBeCloseTo(index * perSecond, 9)
      expect(rhythm.pace(start + index * second).perMs).toBeCloseTo(index * perSecond, 9)
    }
  })

  it('stands still before its first phase and in a pause', () => {
    const rhythm = new Rhythm([steady(hour, 10), steady(2 * hour, 0)], 500)

    expect(rhythm.pace(start)).toEqual({ perMs: 0, untilMs: start + hour })
    expect(rhythm.pace(start + 50 * hour)).toEqual({ perMs: 0, untilMs: start + 51 * hour })
  })
})

describe('customers', () => {
  it('buy nothing before the first phase and in a pause, and go on after it', () => {
    const phases = [steady(2 * hour, 1), steady(3 * hour, 0), steady(60 * hour, 1)]

    const times = purchases(phases, 61 * hour)

    expect(times.filter((time) => time < 2 * hour)).toEqual([])
    expect(times.filter((time) => time >= 3 * hour && time < 60 * hour)).toEqual([])
    expect(times.filter((time) => time < 3 * hour).length).toBeGreaterThan(1000)
    expect(times.filter((time) => time >= 60 * hour).length).toBeGreaterThan(1000)
  })

  it('come to an end when nothing but a pause is left', () => {
    const world = new World(plan([steady(0, 0)]))

    const count = [...world.eventsUntil(start + 24 * hour)].length

    expect(count).toBeLessThan(2000)
  })

  it('buy as much as a thousand phases of a second say, within the noise of Poisson', () => {
    const phases = Array.from({ length: 1000 }, (_, index) => steady(index * second, 10 + (index % 7) * 5)) // prettier-ignore
    const asked = phases.reduce((sum, { perSecond }) => sum + perSecond, 0)
    const pause = steady(1000 * second, 0)

    const bought = purchases([...phases, pause], 2000 * second).length

    // The same number of arrivals from one phase: what share of them is in shops is not asked here.
    const constant = purchases([steady(0, asked / 1000), pause], 2000 * second).length
    expect(Math.abs(bought - constant)).toBeLessThan(4 * Math.sqrt(bought + constant))
    expect(bought / asked).toBeGreaterThan(0.5)
    expect(bought / asked).toBeLessThan(1)
  })

  it('live the same whether a rate is told once or again and again', () => {
    const many = Array.from({ length: 500 }, (_, index) => steady(index * 7 * second, 5))

    expect(texts(many, hour)).toEqual(texts([steady(0, 5)], hour))
  })
})
