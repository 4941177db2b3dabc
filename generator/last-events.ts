import { z } from 'zod'
import { type LogRecord } from '../contracts/processor.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type LogTail, type TailRange } from './log-tail.ts'
import { worldHeader } from './plan.ts'

/** The newest event that a world has in a partition. */
export interface LastEvent {
  readonly id: string
  readonly timeMs: number
}

/** What the end of the log says about worlds. */
export interface LastEvents {
  /** Of the world that was looked for, by partition. */
  readonly own: ReadonlyMap<number, LastEvent>
  /** Whether another world has been met on the way. */
  readonly hasOthers: boolean
}

/** How far one looks back, in records of a partition. */
interface Depth {
  /**
   * At least two batches of the sink, because after a send of unknown outcome an old batch may
   * stand behind a newer one.
   */
  readonly firstRecords: number
  /** Beyond this many records of others one gives up. */
  readonly recordsMax: number
}

const defaultDepth: Depth = { firstRecords: 4000, recordsMax: 256_000 }

/**
 * The newest event of a world in each partition that has one. Records of others are passed over.
 *
 * @param fingerprint of the world; undefined = only look whether there is any, not far back
 * @throws PipelineError `setup.differs` when behind very many records of others none of the world is
 * found, and the log is longer still: then it is not known where to go on.
 */
export async function findLastEvents(
  tail: LogTail,
  fingerprint: string | undefined,
  { firstRecords, recordsMax }: Depth = defaultDepth,
): Promise<LastEvents> {
  const own = new Map<number, LastEvent>()
  let hasOthers = false
  let unread = await tail.offsets()
  for (let step = firstRecords; unread.length > 0; step *= 4) {
    if (step > recordsMax) throw lost(unread)
    const ranges = unread
      .filter(({ start, end }) => start < end)
      .map(({ partition, start, end }) => ({
        partition,
        from: Math.max(start, end - step),
        to: end,
      }))
    const events = worldEvents(ranges.length === 0 ? [] : await tail.read(ranges))
    hasOthers ||= events.some((event) => event.fingerprint !== fingerprint)
    keepNewest(
      own,
      events.filter((event) => event.fingerprint === fingerprint),
    )
    unread = fingerprint === undefined ? [] : stillUnread(unread, ranges, own)
  }
  return { own, hasOthers }
}

type Held = Awaited<ReturnType<LogTail['offsets']>>

/** What lies before the ranges, of the partitions in which nothing was found. */
function stillUnread(
  held: Held,
  ranges: readonly TailRange[],
  found: ReadonlyMap<number, LastEvent>,
): Held {
  return held.flatMap(({ partition, start }) => {
    const range = ranges.find((each) => each.partition === partition)
    const isDone = range === undefined || range.from === start || found.has(partition)
    return isDone ? [] : [{ partition, start, end: range.from }]
  })
}

/** By the time of the event, and of two at the same moment the one that stands later. */
function keepNewest(newest: Map<number, LastEvent>, events: readonly WorldEvent[]): void {
  for (const { partition, id, timeMs } of events) {
    const known = newest.get(partition)
    if (known === undefined || known.timeMs <= timeMs) newest.set(partition, { id, timeMs })
  }
}

interface WorldEvent extends LastEvent {
  readonly partition: number
  readonly fingerprint: string
}

/** Those of the records that a world has made. */
function worldEvents(records: readonly LogRecord[]): readonly WorldEvent[] {
  return records.flatMap((record) => {
    const event = worldEvent(record)
    return event === undefined ? [] : [event]
  })
}

const Identity = z.object({ id: z.string(), time: z.iso.datetime() })

function worldEvent({ headers, value, partition }: LogRecord): WorldEvent | undefined {
  const header = headers[worldHeader]
  const fingerprint = header instanceof Uint8Array ? header : header?.[0]
  if (fingerprint === undefined || value === null) return undefined
  const identity = Identity.safeParse(parseJson(value))
  if (!identity.success) return undefined
  const { id, time } = identity.data
  const text = Buffer.from(fingerprint).toString()
  return { id, timeMs: Date.parse(time), partition, fingerprint: text }
}

function parseJson(value: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(value).toString())
  } catch {
    return undefined
  }
}

function lost(open: readonly { readonly partition: number }[]): PipelineError {
  const partitions = open.map(({ partition }) => partition).join(', ')
  return new PipelineError({
    code: 'setup.differs',
    message: `Partitions ${partitions} end in too many records of other producers to find our last.`,
    action: 'Begin anew: `tally stack stop && tally stack reset`, or point at another Kafka.',
  })
}
