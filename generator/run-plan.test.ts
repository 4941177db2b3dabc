import { describe, expect, it } from 'vitest'
import { defaultStartMs, planRun } from './run-plan.ts'

const now = Date.parse('2026-11-21T08:15:30.250Z')
const request = { rate: 50, seed: 1, backfill: 0, customers: 100 }
const day = 86_400_000

describe('planRun', () => {
  it('never looks at the clock when no history up to now is asked for', () => {
    expect(planRun(request, now)).toEqual(planRun(request, 0))
    expect(planRun(request, now).plan.start).toBe(defaultStartMs)
  })

  it('has a live part that begins with the first minute, in which everybody is registered', () => {
    const { plan, schedule } = planRun({ ...request, for: 10_000 }, now)

    expect(plan.phases).toEqual([{ from: defaultStartMs, perSecond: 50, rhythm: 'steady' }])
    expect(schedule).toEqual({
      liveFrom: defaultStartMs + 60_000,
      anchor: 'world',
      endMs: defaultStartMs + 70_000,
    })
  })

  it('lets history end at the full minute, and the world go by the clock', () => {
    const { plan, schedule } = planRun({ ...request, backfill: 30 }, now)

    const present = Date.parse('2026-11-21T08:15:00Z')
    expect(schedule).toEqual({ liveFrom: present, anchor: 'clock' })
    expect(plan.start).toBe(present - 30 * day)
    expect(plan.phases.map(({ from, rhythm }) => [from, rhythm])).toEqual([
      [present - 30 * day, 'daily'],
      [present, 'steady'],
    ])
  })

  it('repeats such a run by its start, at any time', () => {
    const { plan } = planRun({ ...request, backfill: 30 }, now)

    const again = planRun({ ...request, backfill: 30, start: plan.start }, now + 99 * day)

    expect(again.plan).toEqual(plan)
    expect(again.schedule.anchor).toBe('world')
  })
})
