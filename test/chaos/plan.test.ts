import { describe, expect, it } from 'vitest'
import { Chance } from '../simulation/chance.ts'
import { disturbances, planChaos } from './plan.ts'

const options = { loadMs: 45_000, sessionTimeoutMs: 6000 }
const seeds = Array.from({ length: 200 }, (_, seed) => seed)

describe('a plan of chaos', () => {
  it('has every kind of disturbance, in order of time, whatever the seed', () => {
    for (const seed of seeds) {
      const plan = planChaos(new Chance(seed), options)

      expect(plan.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...disturbances]))
      expect(plan.map(({ atMs }) => atMs)).toEqual(plan.map(({ atMs }) => atMs).sort((a, b) => a - b)) // prettier-ignore
    }
  })

  it('begins and ends with one worker and has three amid', () => {
    const scaled = planChaos(new Chance(1), options).flatMap((action) =>
      action.kind === 'scale' ? [action.workers] : [],
    )

    expect(scaled).toEqual([1, 2, 3, 2, 1])
  })

  it('thaws a frozen worker only after its session', () => {
    for (const seed of seeds) {
      const plan = planChaos(new Chance(seed), options)
      const atMsOf = (kind: string) => plan.find((action) => action.kind === kind)?.atMs ?? NaN

      expect(atMsOf('thaw worker') - atMsOf('freeze worker')).toBeGreaterThan(8000 - 1)
    }
  })

  it('follows from its seed alone', () => {
    expect(planChaos(new Chance(7), options)).toEqual(planChaos(new Chance(7), options))
    expect(planChaos(new Chance(7), options)).not.toEqual(planChaos(new Chance(8), options))
  })
})
