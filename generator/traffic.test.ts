import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Departure, type Traffic } from './departure.ts'
import { EvenTraffic } from './even-traffic.ts'
import { OutageTraffic } from './outage-traffic.ts'
import { planRun } from './run-plan.ts'
import { Scenario } from './scenarios/scenario.ts'
import { trafficOf } from './traffic.ts'
import { type Shard } from './world/world.ts'

const scenario = {
  summary: 'Everything at once.',
  customers: 300,
  history_days: 0.25,
  start: '2026-03-28T22:00Z',
  stages: [
    { kind: 'ramp', for: '1m', from: 5, to: 60 },
    { kind: 'constant', for: '10s', rate: 0 },
    { kind: 'spike', for: '1m', base: 5, peak: 90 },
  ],
  faults: {
    duplicates: { share: 0.05, far_share: 0.3, far: { longest_seconds: 90 } },
    reordered: { share: 0.05 },
    late: { share: 0.03, longest_seconds: 60 },
    poison: { share: 0.05 },
    crashes: { every_seconds: 30 },
    clocks: [{ producer: 2, steps: [{ after_seconds: 20, offset_seconds: -240 }] }],
  },
  outages: [{ after: '40s', for: '25s' }],
}

interface Setting {
  readonly changes?: object
  readonly shard?: Shard
  /** How far one looks ahead at a time, in ms. */
  readonly stepMs?: number
}

/** What leaves in a whole run. */
function departuresOf({ changes = {}, shard, stepMs = Infinity }: Setting): Departure[] {
  const parsed = Scenario.parse({ ...scenario, ...changes })
  const { traffic, schedule } = planRun({ scenario: parsed, seed: 11, shard }, 0)
  return take(trafficOf(traffic, 6), schedule.endMs ?? NaN, { from: schedule.start, stepMs })
}

function take(
  traffic: Traffic,
  endMs: number,
  { from, stepMs }: { readonly from: number; readonly stepMs: number },
): Departure[] {
  const departures: Departure[] = []
  for (let until = Math.min(from + stepMs, endMs); ; until = Math.min(until + stepMs, endMs)) {
    for (;;) {
      const departure = traffic.next(until)
      if (departure === undefined) break
      if (departure.leavesMs >= until) throw new Error('a departure after the moment asked for')
      departures.push(departure)
    }
    if (until >= endMs) return departures
  }
}

function hashOf(departures: readonly Departure[]): string {
  const hash = createHash('sha256')
  for (const { leavesMs, key, value, partition, fate } of departures) {
    hash.update(`${leavesMs}\t${key}\t${value}\t${partition ?? ''}\t${fate}\n`)
  }
  return hash.digest('hex')
}

const calm = { faults: undefined, outages: undefined }

describe('the departures of a run', () => {
  it('are the same bytes in whatever steps they are asked for', () => {
    const whole = hashOf(departuresOf({}))

    const stepped = [250, 1000, 7777, 3_600_000].map((stepMs) => hashOf(departuresOf({ stepMs })))

    expect(new Set(stepped)).toEqual(new Set([whole]))
  })

  it('leave in the order of time', () => {
    const times = departuresOf({}).map(({ leavesMs }) => leavesMs)

    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('have the same business events with faults and without, but for wrong clocks', () => {
    const clocks = { ...scenario.faults, clocks: undefined }
    const business = (changes: object) =>
      departuresOf({ changes })
        .filter(({ fate }) => fate === 'applied')
        .map(({ value }) => value)
        .sort()

    expect(business({ faults: clocks })).toEqual(business(calm))
    expect(business({}).length).toBe(business(calm).length)
  })

  it('of the parts of the customers are together those of the whole', () => {
    const whole = departuresOf({})

    const parts = [0, 1, 2, 3].flatMap((index) => departuresOf({ shard: { index, count: 4 } }))

    const sorted = (departures: readonly Departure[]) =>
      departures.map(({ leavesMs, value, fate }) => `${leavesMs} ${fate} ${value}`).sort()
    expect(sorted(parts)).toEqual(sorted(whole))
  })

  it('leave none during an outage, and all of it when it ends', () => {
    const { schedule } = planRun({ scenario: Scenario.parse(scenario), seed: 11 }, 0)
    const [from, to] = [schedule.liveFrom + 40_000, schedule.liveFrom + 65_000]
    const departures = departuresOf({})

    const during = departures.filter(({ leavesMs }) => leavesMs >= from && leavesMs < to)
    const flood = departures.filter(({ leavesMs }) => leavesMs === to)

    expect(during).toEqual([])
    expect(flood.length).toBeGreaterThan(500)
  })
})

/** Departures at given moments. */
class ListTraffic implements Traffic {
  readonly #times: number[]
  constructor(times: readonly number[]) {
    this.#times = times.toSorted((a, b) => a - b)
  }
  get nextMs(): number {
    return this.#times[0] ?? Infinity
  }
  next(untilMs: number): Departure | undefined {
    if (this.nextMs >= untilMs) return undefined
    const leavesMs = this.#times.shift() ?? NaN
    return { leavesMs, key: 'k', value: `${leavesMs}`, fate: 'applied' }
  }
}

const times = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 60 })
const steps = fc.constantFrom(1, 37, 1000, 2500, 30_000)

describe('arrival at equal distances', () => {
  it('keeps events and order, and lets each leave at most two seconds after it happened', () => {
    fc.assert(
      fc.property(times, steps, (happened, stepMs) => {
        const traffic = new EvenTraffic(new ListTraffic(happened), { from: 5000 })

        const departures = take(traffic, 30_000, { from: 0, stepMs })

        expect(departures.map(({ value }) => Number(value))).toEqual(
          happened.toSorted((a, b) => a - b),
        )
        for (const { leavesMs, value } of departures) {
          const delayMs = leavesMs - Number(value)
          expect(delayMs >= 0 && delayMs <= (Number(value) < 5000 ? 0 : 2000)).toBe(true)
        }
      }),
      { seed: 21 },
    )
  })

  it('spreads the events of a second over the next one', () => {
    const traffic = new EvenTraffic(new ListTraffic([5100, 5110, 5120, 5130]), { from: 5000 })

    const departures = take(traffic, 30_000, { from: 0, stepMs: 100 })

    expect(departures.map(({ leavesMs }) => leavesMs)).toEqual([6000, 6250, 6500, 6750])
  })
})

describe('the last second of a run with arrival at equal distances', () => {
  it('leaves before its end', () => {
    const traffic = new EvenTraffic(new ListTraffic([5100, 6100, 6700]), {
      from: 5000,
      endMs: 6800,
    })

    const departures = take(traffic, 6800, { from: 0, stepMs: 100 })

    expect(departures.map(({ leavesMs }) => leavesMs)).toEqual([6000, 6799, 6799])
  })
})

describe('an outage', () => {
  it('keeps events and order, whatever the steps', () => {
    const outages = [
      { from: 3000, to: 5000 },
      { from: 5000, to: 5001 },
      { from: 12_000, to: 18_000 },
    ]
    fc.assert(
      fc.property(times, steps, (happened, stepMs) => {
        const traffic = new OutageTraffic(new ListTraffic(happened), outages)

        const departures = take(traffic, 30_000, { from: 0, stepMs })

        expect(departures.map(({ value }) => Number(value))).toEqual(
          happened.toSorted((a, b) => a - b),
        )
        const isOut = ({ leavesMs }: Departure) =>
          outages.some(({ from, to }) => leavesMs >= from && leavesMs < to)
        expect(departures.filter(isOut)).toEqual([])
      }),
      { seed: 22 },
    )
  })
})
