import { z } from 'zod'
import { type LogRecord } from '../contracts/processor.ts'
import { PipelineError } from '../runtime/problem.ts'
import { departureHeader } from '../contracts/run-ledger.ts'
import { type LogTail, type TailRange } from './log-tail.ts'
import { bankOf } from './world/names.ts'

/** The last departure of a run that is in a partition. */
export interface LastDeparture {
  /** Its place among the departures of the run, from 0. */
  readonly sequence: number
  /** Undefined for what is no event (faults/poison.ts). */
  readonly identity: { readonly id: string; readonly timeMs: number } | undefined
}

/** What the end of the log says about runs. */
export interface LastDepartures {
  /** Of the run that was looked for, by partition. */
  readonly own: ReadonlyMap<number, LastDeparture>
  /** Whether another run has been met on the way. */
  readonly hasOthers: boolean
  /** The banks of those, as far as their keys tell; undefined = one without a name. */
  readonly otherBanks: ReadonlySet<string | undefined>
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

interface Wanted {
  /** Of the run; undefined = only look whether there is any, not far back. */
  readonly fingerprint: string | undefined
  /**
   * Whether the run must be in the log. If it need not and nothing of it is among the first records
   * that are looked at, it is taken for new.
   */
  readonly isExpected: boolean
}

/**
 * The last departure of a run in each partition that has one. Records of others are passed over.
 *
 * @throws PipelineError `setup.differs` when behind very many records of others none of the run is
 * found, and the log is longer still: then it is not known where to go on.
 */
export async function findLastDepartures(
  tail: LogTail,
  { fingerprint, isExpected }: Wanted,
  { firstRecords, recordsMax }: Depth = defaultDepth,
): Promise<LastDepartures> {
  const own = new Map<number, LastDeparture>()
  const others = new Others(fingerprint)
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
    const found = departuresOf(ranges.length === 0 ? [] : await tail.read(ranges))
    others.meet(found)
    keepLast(
      own,
      found.filter((departure) => departure.fingerprint === fingerprint),
    )
    const isNew = own.size === 0 && !isExpected
    unread = fingerprint === undefined || isNew ? [] : stillUnread(unread, ranges, own)
  }
  return { own, hasOthers: others.areThere, otherBanks: others.banks }
}

class Others {
  areThere = false
  readonly banks = new Set<string | undefined>()
  readonly #own: string | undefined

  constructor(own: string | undefined) {
    this.#own = own
  }

  meet(departures: readonly FoundDeparture[]): void {
    for (const { fingerprint, key } of departures) {
      if (fingerprint === this.#own) continue
      this.areThere = true
      const found = key === null ? undefined : bankOf(Buffer.from(key).toString())
      if (found !== undefined) this.banks.add(found.bank)
    }
  }
}

type Held = Awaited<ReturnType<LogTail['offsets']>>

/** What lies before the ranges, of the partitions in which nothing was found. */
function stillUnread(
  held: Held,
  ranges: readonly TailRange[],
  found: ReadonlyMap<number, LastDeparture>,
): Held {
  return held.flatMap(({ partition, start }) => {
    const range = ranges.find((each) => each.partition === partition)
    const isDone = range === undefined || range.from === start || found.has(partition)
    return isDone ? [] : [{ partition, start, end: range.from }]
  })
}

/** An old batch may stand behind a newer one, so the place in the log says nothing. */
function keepLast(last: Map<number, LastDeparture>, found: readonly FoundDeparture[]): void {
  for (const { partition, sequence, identity } of found) {
    const known = last.get(partition)
    if (known === undefined || known.sequence <= sequence) {
      last.set(partition, { sequence, identity })
    }
  }
}

interface FoundDeparture extends LastDeparture {
  readonly partition: number
  readonly fingerprint: string
  readonly key: Uint8Array | null
}

/** Those of the records that a generator has sent. */
function departuresOf(records: readonly LogRecord[]): readonly FoundDeparture[] {
  return records.flatMap((record) => {
    const departure = departureOf(record)
    return departure === undefined ? [] : [departure]
  })
}

const Identity = z.object({ id: z.string(), time: z.iso.datetime() })

function departureOf({ headers, key, value, partition }: LogRecord): FoundDeparture | undefined {
  const header = headers[departureHeader]
  const bytes = header instanceof Uint8Array ? header : header?.[0]
  if (bytes === undefined) return undefined
  const [fingerprint = '', sequence = ''] = Buffer.from(bytes).toString().split('/')
  if (!/^\d+$/.test(sequence)) return undefined
  const parsed = Identity.safeParse(parseJson(value))
  const identity = parsed.success
    ? { id: parsed.data.id, timeMs: Date.parse(parsed.data.time) }
    : undefined
  return { partition, key, fingerprint, sequence: Number(sequence), identity }
}

function parseJson(value: Uint8Array | null): unknown {
  try {
    return value === null ? undefined : JSON.parse(Buffer.from(value).toString())
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
