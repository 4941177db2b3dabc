import { PipelineError } from '../runtime/problem.ts'
import { findLastDepartures, type LastDeparture } from './last-departures.ts'
import { type LogTail } from './log-tail.ts'
import { fingerprintOf, historyRate, type Phase, type WorldPlan } from './plan.ts'
import { beginAnew, SentBefore } from './sent-before.ts'
import { readWorld, storeWorld, worldFile } from './stored-world.ts'
import { dayMs, minuteMs } from './world/calendar.ts'

/** A world as somebody wants it who does not know whether it is there already. */
export interface WantedWorld {
  readonly seed: number
  readonly customers: number
  /** Of a world that is made anew. */
  readonly historyDays: number
  readonly livePerSecond: number
}

/** A world that can be played now. */
export interface OpenedWorld {
  readonly plan: WorldPlan
  /** From here on it is live. */
  readonly liveFrom: number
  /** When the newest event in the log happened; undefined for a new world. */
  readonly lastMs: number | undefined
  /** What of it is in the log. */
  readonly sentBefore: SentBefore
}

interface Opening {
  /** Where the plan is kept. */
  readonly folder: string
  readonly tail: LogTail
  readonly partitions: number
  readonly wanted: WantedWorld
  /** The present, epoch ms. */
  readonly now: number
}

/**
 * Opens the world of which the events are in a topic, or makes a new one, so that what is sent
 * continues the log without a gap and without a repeat.
 *
 * The plan is stored before anything that follows from it is sent. A world that goes on keeps its
 * plan and gets two more phases: history from its newest event to the present, then live.
 *
 * @throws PipelineError `setup.differs` when the log holds events of a world that cannot be gone on
 * with: its plan is missing or is another's.
 */
export async function openWorld(opening: Opening): Promise<OpenedWorld> {
  const { folder, tail, wanted, now } = opening
  const stored = await readWorld(folder)
  const fingerprint = stored && fingerprintOf(stored)
  const { own: last, hasOthers } = await findLastDepartures(tail, { fingerprint, isExpected: true })
  if (last.size === 0 && hasOthers) throw foreign(folder, stored)
  const isNew = stored === undefined || last.size === 0
  const plan = isNew ? newPlan(wanted, now) : goOn(stored, opening, last)
  await storeWorld(folder, plan)
  const times = timesOf(last)
  return {
    plan,
    liveFrom: plan.phases.at(-1)?.from ?? plan.start,
    lastMs: times.length === 0 ? undefined : Math.max(...times),
    sentBefore: new SentBefore(last, opening.partitions),
  }
}

/** Live from the full minute, so that seed and start can be repeated by hand. */
function newPlan({ seed, customers, historyDays, livePerSecond }: WantedWorld, now: number) {
  const liveFrom = Math.floor(now / minuteMs) * minuteMs
  const start = liveFrom - historyDays * dayMs
  const history = { from: start, perSecond: historyRate(customers), rhythm: 'daily' } as const
  const live = { from: liveFrom, perSecond: livePerSecond, rhythm: 'steady' } as const
  return { seed, start, customers, phases: historyDays > 0 ? [history, live] : [live] }
}

function goOn(
  stored: WorldPlan,
  { wanted, now }: Opening,
  last: ReadonlyMap<number, LastDeparture>,
): WorldPlan {
  if (stored.seed !== wanted.seed || stored.customers !== wanted.customers) {
    throw different(stored, wanted)
  }
  const historyFrom = Math.max(...timesOf(last)) + 1
  const liveFrom = Math.max(now, historyFrom + 1)
  const phases: readonly Phase[] = [
    // A phase of which no event was sent before the end is as if it had never been planned.
    ...stored.phases.filter(({ from }) => from < historyFrom),
    { from: historyFrom, perSecond: historyRate(stored.customers), rhythm: 'daily' },
    { from: liveFrom, perSecond: wanted.livePerSecond, rhythm: 'steady' },
  ]
  return { ...stored, phases }
}

function timesOf(last: ReadonlyMap<number, LastDeparture>): number[] {
  return [...last.values()].flatMap(({ identity }) => (identity ? [identity.timeMs] : []))
}

function foreign(folder: string, stored: WorldPlan | undefined): PipelineError {
  const why =
    stored === undefined
      ? `${worldFile(folder)}, which says how it goes on, is missing`
      : `${worldFile(folder)} is that of another world (seed ${stored.seed})`
  return new PipelineError({
    code: 'setup.differs',
    message: `The topic holds the events of a simulated world, but ${why}.`,
    action: beginAnew,
  })
}

function different(stored: WorldPlan, wanted: WantedWorld): PipelineError {
  return new PipelineError({
    code: 'setup.differs',
    message: `The topic holds the world of seed ${stored.seed} with ${stored.customers} customers, not that of seed ${wanted.seed} with ${wanted.customers}.`,
    action: `Go on with --seed ${stored.seed} --customers ${stored.customers}. ${beginAnew}`,
  })
}
