import { describe, expect, it } from 'vitest'
import { defaultStartMs, fingerprintOfRun, planRun } from './run-plan.ts'
import { Scenario } from './scenarios/scenario.ts'

const now = Date.parse('2026-11-21T08:15:30.250Z')
const day = 86_400_000
const minute = 60_000

function scenarioWith(changes: object): Scenario {
  const stages = [{ kind: 'constant', rate: 50 }]
  return Scenario.parse({ summary: 'A test.', customers: 100, stages, ...changes })
}

const request = { scenario: scenarioWith({}), seed: 1 }

describe('planRun', () => {
  it('never looks at the clock when no history up to now is asked for', () => {
    const { traffic, schedule } = planRun(request, now)

    const other = planRun(request, 0)
    expect(other.traffic).toEqual(traffic)
    expect(other.schedule.liveFrom).toBe(schedule.liveFrom)
    expect(traffic.world.start).toBe(defaultStartMs)
  })

  it('has a live part that begins when everybody is registered, and ends as asked', () => {
    const { traffic, schedule } = planRun({ ...request, for: 10_000 }, now)

    const liveFrom = defaultStartMs + minute
    expect(traffic.world.phases).toEqual([{ from: liveFrom, perSecond: 50, rhythm: 'steady' }])
    expect(schedule).toMatchObject({ liveFrom, anchor: 'world', endMs: liveFrom + 10_000 })
    expect(schedule.windows).toEqual([{ name: 'constant', from: liveFrom, to: Infinity }])
  })

  it('ends with its stages, and earlier where that is asked for', () => {
    const stages = [
      { kind: 'constant', for: '2m', rate: 5, name: 'first' },
      { kind: 'constant', for: '1m', rate: 5, name: 'second' },
    ]
    const scenario = scenarioWith({ stages })

    const whole = planRun({ scenario, seed: 1 }, now).schedule
    const cut = planRun({ scenario, seed: 1, for: minute }, now).schedule

    expect((whole.endMs ?? 0) - whole.liveFrom).toBe(3 * minute)
    expect((cut.endMs ?? 0) - cut.liveFrom).toBe(minute)
    expect(cut.windows?.map(({ name }) => name)).toEqual(['first'])
  })

  it('lets history end at the full minute, and the world go by the clock', () => {
    const { traffic, schedule } = planRun({ ...request, scenario: scenarioWith({ history_days: 30 }) }, now) // prettier-ignore

    const present = Date.parse('2026-11-21T08:15:00Z')
    expect(schedule).toMatchObject({ liveFrom: present, anchor: 'clock' })
    expect(traffic.world.start).toBe(present - 30 * day)
    expect(traffic.world.phases.map(({ from, rhythm }) => [from, rhythm])).toEqual([
      [present - 30 * day, 'daily'],
      [present, 'steady'],
    ])
  })

  it('is live a moment from now when it is for now, everybody registered before', () => {
    const { traffic, schedule } = planRun({ ...request, isForNow: true }, now)

    const liveFrom = Date.parse('2026-11-21T08:15:32Z')
    expect(schedule).toMatchObject({ liveFrom, anchor: 'clock' })
    expect(traffic.world.start).toBe(liveFrom - minute)
  })

  it('is when it was told to be, even for now', () => {
    const start = Date.UTC(2026, 1, 2)

    const { traffic, schedule } = planRun({ ...request, start, isForNow: true }, now)

    expect(traffic).toEqual(planRun({ ...request, start }, now).traffic)
    expect(schedule).toMatchObject({ anchor: 'world', start })
  })

  it.each([
    ['history up to now', { history_days: 30 }, false],
    ['a live part now', {}, true],
  ])('repeats a run with %s by its start, at any time', (_, changes, isForNow) => {
    const scenario = scenarioWith(changes)
    const { traffic } = planRun({ scenario, seed: 1, isForNow }, now)

    const again = planRun({ scenario, seed: 1, start: traffic.world.start }, now + 99 * day)

    expect(again.traffic).toEqual(traffic)
    expect(fingerprintOfRun(again.traffic)).toBe(fingerprintOfRun(traffic))
    expect(again.schedule.anchor).toBe('world')
  })

  it('takes a run for another when its load, its faults or its part is another', () => {
    const runs = [
      request,
      { ...request, scenario: scenarioWith({ stages: [{ kind: 'constant', rate: 51 }] }) },
      { ...request, scenario: scenarioWith({ faults: { poison: { share: 0.1 } } }) },
      { ...request, shard: { index: 0, count: 2 } },
      { ...request, shard: { index: 1, count: 2 } },
    ]

    const fingerprints = runs.map((run) => fingerprintOfRun(planRun(run, now).traffic))

    expect(new Set(fingerprints).size).toBe(runs.length)
  })

  it('gives banks of different names different worlds, whatever their seed', () => {
    const [nameless, blue, green] = [undefined, 'blue', 'green'].map((bank) =>
      planRun({ ...request, bank }, now),
    )

    expect(new Set([nameless, blue, green].map((run) => run?.traffic.world.seed)).size).toBe(3)
    expect(nameless?.traffic.world).toMatchObject({ seed: 1 })
    expect(planRun({ ...request, bank: 'blue' }, 0).traffic).toEqual(blue?.traffic)
  })

  it.each([
    ['a live part now', {}, true],
    ['history up to now', { history_days: 30 }, false],
  ])(
    'refuses to split %s without a start, which each part would take from its own clock',
    (_, changes, isForNow) => {
      const split = { scenario: scenarioWith(changes), seed: 1, isForNow, shard: { index: 0, count: 2 } } // prettier-ignore

      expect(() => planRun(split, now)).toThrow('not be of the same world')
      expect(planRun({ ...split, start: 0 }, now).traffic.shard).toEqual(split.shard)
    },
  )

  it('lets an outage that lasts beyond the end go with it', () => {
    const outages = [
      { after: '10s', for: '1m' },
      { after: '5m', for: '1s' },
    ]
    const { traffic, schedule } = planRun({ ...request, scenario: scenarioWith({ outages }), for: 20_000 }, now) // prettier-ignore

    const { liveFrom } = schedule
    expect(traffic.outages).toEqual([{ from: liveFrom + 10_000, to: liveFrom + 19_999 }])
  })

  it.each([
    ['events at equal distances', { arrival: 'even' }, 2, /equal distances follow from all/],
    ['producers that are killed', { faults: { crashes: { every_seconds: 9 } } }, 3, /2, 4 or 8/],
  ])('refuses to split %s', (_, changes, count, message) => {
    const shard = { index: 0, count }

    expect(() => planRun({ scenario: scenarioWith(changes), seed: 1, shard }, now)).toThrow(message)
  })
})
