import { createHash } from 'node:crypto'
import { PipelineError } from '../runtime/problem.ts'
import { foundingMs, historyRate, worldVersion } from './plan.ts'
import { expectedBetween, type Load, loadOf } from './scenarios/load.ts'
import { type Scenario } from './scenarios/scenario.ts'
import { type Schedule } from './schedule.ts'
import { type TrafficPlan } from './traffic.ts'
import { dayMs, minuteMs } from './world/calendar.ts'
import { producers } from './world/producers.ts'
import { type Shard } from './world/world.ts'

/** A run as somebody asks for it. */
export interface RunRequest {
  readonly scenario: Scenario
  readonly seed: number
  /** Its customers are others than those of a bank of another name, whatever the seed. */
  readonly bank?: string | undefined
  /** First moment of the world, epoch ms; before the scenario's own. */
  readonly start?: number | undefined
  /** Whether, without a start, its live part is to begin now; history always ends now. */
  readonly isForNow?: boolean | undefined
  /** Longest time of the live part, in ms. */
  readonly for?: number | undefined
  /** Most departures that are sent. */
  readonly events?: number | undefined
  readonly shard?: Shard | undefined
}

/** What leaves, and when. */
export interface Run {
  readonly traffic: TrafficPlan
  readonly schedule: Schedule
}

/** A Monday. What nobody looks at while it happens is the same tomorrow. */
export const defaultStartMs = Date.UTC(2026, 0, 5)

/** Until the live part begins there, the world is made and whatever it sends to is opened. */
const openingMs = 2000

/**
 * The traffic and the schedule that were asked for. Without a start, what has history or is for now
 * is reckoned from the clock; then the world's time is that of the clock.
 *
 * @throws PipelineError `usage.invalid` when the run cannot be split as asked
 */
export function planRun(request: RunRequest, now: number): Run {
  const { scenario, shard, bank } = request
  if (shard !== undefined) requireDivisible(scenario, shard)
  const { customers, arrival, faults } = scenario
  const times = timesOf(request, now)
  const { start, liveFrom } = times
  const load = loadOf(scenario.stages, { from: liveFrom, rhythm: scenario.rhythm })
  const end = Math.min(load.endMs, liveFrom + (request.for ?? Infinity))
  const endMs = end === Infinity ? undefined : end
  const history = { from: start, perSecond: historyRate(customers), rhythm: 'daily' } as const
  const phases = scenario.history_days > 0 ? [history, ...load.phases] : load.phases
  const world = { seed: seedOf(request), start, customers, phases, bank }
  const outages = outagesOf(scenario, liveFrom, end)
  return {
    traffic: { world, shard, arrival, faults, outages, liveFrom, endMs },
    schedule: scheduleOf(request, { ...times, endMs }, { ...load, endMs: end }),
  }
}

function scheduleOf(
  { events, scenario, shard }: RunRequest,
  times: Pick<Schedule, 'start' | 'liveFrom' | 'anchor' | 'endMs'>,
  load: Load,
): Schedule {
  const share = 1 / (shard?.count ?? 1)
  return {
    ...times,
    windows: load.windows.filter(({ from }) => from < load.endMs),
    expectedBetween: (from, to) => share * expectedBetween(load, from, to),
    eventsMax: events,
    dropAfterMs: scenario.drop_after,
  }
}

/** What tells one run from another, as its records carry it in their header (departure.ts). */
export function fingerprintOfRun(traffic: TrafficPlan): string {
  const text = JSON.stringify([worldVersion, traffic])
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

function timesOf(request: RunRequest, now: number) {
  const { scenario, start: wanted, shard } = request
  const historyMs = scenario.history_days * dayMs
  const beforeMs = Math.max(historyMs, foundingMs)
  const given = wanted ?? scenario.start
  const isByClock = given === undefined && (historyMs > 0 || request.isForNow === true)
  if (isByClock && shard !== undefined) throw otherStarts()
  const liveFrom = historyMs > 0 ? startOf(now, minuteMs) : startOf(now + openingMs, secondMs)
  const start = isByClock ? liveFrom - beforeMs : (given ?? defaultStartMs)
  return { start, liveFrom: start + beforeMs, anchor: isByClock ? 'clock' : 'world' } as const
}

const secondMs = 1000

function startOf(moment: number, unitMs: number): number {
  return Math.floor(moment / unitMs) * unitMs
}

/** Else two banks of the same seed and start would give their events the same ids. */
function seedOf({ seed, bank }: RunRequest): number {
  if (bank === undefined) return seed
  return createHash('sha256').update(`${bank}/${seed}`).digest().readUInt32BE()
}

function otherStarts(): PipelineError {
  return new PipelineError({
    code: 'usage.invalid',
    message: 'The parts would not be of the same world: each would begin when it is started.',
    action: 'Give all of them the same --start.',
  })
}

/** An outage that lasts beyond the end ends with it: nothing is lost. */
function outagesOf({ outages = [] }: Scenario, liveFrom: number, endMs: number) {
  return outages
    .map((outage) => ({
      from: liveFrom + outage.after,
      to: Math.min(liveFrom + outage.after + outage.for, endMs - 1),
    }))
    .filter(({ from, to }) => from < to)
}

/** What follows from one customer alone is the same in every part; these faults do not. */
function requireDivisible({ arrival, faults }: Scenario, { count }: Shard): void {
  const whys = [
    ...(arrival === 'even' ? ['events at equal distances follow from all customers'] : []),
    ...(faults?.crashes !== undefined && producers % count !== 0
      ? [`a producer that is killed must be in one part: expected 2, 4 or ${producers} parts`]
      : []),
  ]
  if (whys.length === 0) return
  throw new PipelineError({
    code: 'usage.invalid',
    message: `This scenario cannot be split into ${count}: ${whys.join('; ')}.`,
    action: 'Leave out --shard, or what stands against it in the scenario.',
  })
}
