import { partitionOf } from '../contracts/partition.ts'
import { PipelineError } from '../runtime/problem.ts'
import { findLastEvents, type LastEvent } from './last-events.ts'
import { type LogTail } from './log-tail.ts'
import { fingerprintOf, historyRate, type Phase, type WorldPlan } from './plan.ts'
import { readWorld, storeWorld, worldFile } from './stored-world.ts'
import { customerId } from './world/customers.ts'
import { dayMs, minuteMs } from './world/calendar.ts'
import { eventId } from './world/events.ts'
import { type Occurrence } from './world/happenings.ts'

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
  /** Whether an event is in the log. To be asked about every event, in order, from the first. */
  readonly isAlreadySent: (occurrence: Occurrence) => boolean
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
 * plan and gets two more phases: history from its newest event to the present, then live. A crash
 * may have cut the partitions at different events, so each has its own last one.
 *
 * @throws PipelineError `setup.differs` when the log holds events of a world that cannot be gone on
 * with: its plan is missing or is another's.
 */
export async function openWorld(opening: Opening): Promise<OpenedWorld> {
  const { folder, tail, wanted, now } = opening
  const stored = await readWorld(folder)
  const { own: last, hasOthers } = await findLastEvents(tail, stored && fingerprintOf(stored))
  if (last.size === 0 && hasOthers) throw foreign(folder, stored)
  const isNew = stored === undefined || last.size === 0
  const plan = isNew ? newPlan(wanted, now) : goOn(stored, opening, last)
  await storeWorld(folder, plan)
  const times = [...last.values()].map(({ timeMs }) => timeMs)
  return {
    plan,
    liveFrom: plan.phases.at(-1)?.from ?? plan.start,
    lastMs: times.length === 0 ? undefined : Math.max(...times),
    isAlreadySent: alreadySent(last, opening.partitions),
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
  last: ReadonlyMap<number, LastEvent>,
): WorldPlan {
  if (stored.seed !== wanted.seed || stored.customers !== wanted.customers) {
    throw different(stored, wanted)
  }
  const historyFrom = Math.max(...[...last.values()].map(({ timeMs }) => timeMs)) + 1
  const liveFrom = Math.max(now, historyFrom + 1)
  const phases: readonly Phase[] = [
    // A phase of which no event was sent before the end is as if it had never been planned.
    ...stored.phases.filter(({ from }) => from < historyFrom),
    { from: historyFrom, perSecond: historyRate(stored.customers), rhythm: 'daily' },
    { from: liveFrom, perSecond: wanted.livePerSecond, rhythm: 'steady' },
  ]
  return { ...stored, phases }
}

/** In each partition what happened up to its last event was sent, and nothing after it. */
function alreadySent(
  last: ReadonlyMap<number, LastEvent>,
  partitions: number,
): (occurrence: Occurrence) => boolean {
  const open = new Map(last)
  const partitionOfCustomer = rememberPartitions(partitions)
  return (occurrence) => {
    if (open.size === 0) return false
    const partition = partitionOfCustomer(occurrence.customer)
    const end = open.get(partition)
    if (end === undefined) return false
    if (occurrence.timeMs > end.timeMs) throw notPlayed(partition)
    if (occurrence.timeMs === end.timeMs && eventId(occurrence) === end.id) open.delete(partition)
    return true
  }
}

function rememberPartitions(partitions: number): (customer: number) => number {
  const known: number[] = []
  return (customer) =>
    (known[customer] ??= partitionOf(Buffer.from(customerId(customer)), partitions))
}

const beginAnew = 'Begin anew: `tally stack stop && tally stack reset`, or point at another Kafka.'

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

/** Another program has made them, or other reference data (time zones, names). */
function notPlayed(partition: number): PipelineError {
  return new PipelineError({
    code: 'setup.differs',
    message: `The last event of partition ${partition} does not happen in this world any more: another version of Tallystream or of Node has made it.`,
    action: beginAnew,
  })
}
