import { describe, expect, it } from 'vitest'
import { FaultPlan } from './fault-plan.ts'

function pathsRefused(plan: unknown): string[] {
  const parsed = FaultPlan.safeParse(plan)
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'))
}

describe('a fault plan', () => {
  it('may be empty, and then has no part', () => {
    expect(FaultPlan.parse({})).toEqual({})
  })

  it('fills in what a part does not say', () => {
    const plan = FaultPlan.parse({
      duplicates: { share: 0.01 },
      reordered: { share: 0.01 },
      late: { share: 0.01 },
      clocks: [{ producer: 3 }],
      crashes: { every_seconds: 600 },
    })

    expect(plan).toEqual({
      duplicates: {
        share: 0.01,
        near: { longest_seconds: 5 },
        far_share: 0,
        far: { longest_seconds: 86_400 },
      },
      reordered: { share: 0.01, longest_seconds: 2 },
      late: { share: 0.01, longest_seconds: 3600 },
      clocks: [{ producer: 3, drift_ppm: 0, steps: [] }],
      crashes: { every_seconds: 600, replayed: 200 },
    })
  })

  it('describes every part', () => {
    const descriptions = Object.values(FaultPlan.shape).map(({ description }) => description)

    expect(descriptions).not.toContain(undefined)
  })

  it.each([
    ['a share above 1', { poison: { share: 1.1 } }, 'poison.share'],
    ['a share below 0', { duplicates: { share: -0.1 } }, 'duplicates.share'],
    ['an event late and reordered', { late: { share: 0.6 }, reordered: { share: 0.5 } }, 'reordered.share'], // prettier-ignore
    ['a part that does not exist', { lost: { share: 0.1 } }, ''],
    ['a field that does not exist', { late: { share: 0.1, seconds: 3 } }, 'late'],
    ['far nearer than near', { duplicates: { share: 0.1, far: { longest_seconds: 1 } } }, 'duplicates.far.longest_seconds'], // prettier-ignore
    ['a clock further ahead than readers accept', { clocks: [{ producer: 1, steps: [{ after_seconds: 0, offset_seconds: 301 }] }] }, 'clocks.0.steps.0.offset_seconds'], // prettier-ignore
    ['steps out of order', { clocks: [{ producer: 1, steps: [{ after_seconds: 9, offset_seconds: 1 }, { after_seconds: 9, offset_seconds: 0 }] }] }, 'clocks.0.steps'], // prettier-ignore
    ['a producer twice', { clocks: [{ producer: 1 }, { producer: 1 }] }, 'clocks'],
    ['a producer that does not exist', { clocks: [{ producer: 9 }] }, 'clocks.0.producer'],
    ['poison of no kind', { poison: { share: 0.1, kinds: [] } }, 'poison.kinds'],
    [
      'a replay without bound',
      { crashes: { every_seconds: 1, replayed: 5001 } },
      'crashes.replayed',
    ],
  ])('refuses %s', (_what, plan, path) => {
    expect(pathsRefused(plan)).toEqual([path])
  })
})
