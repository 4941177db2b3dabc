import { type Figures, type Group, nothing } from './figures.ts'
import { type Measure } from './measures.ts'
import { type Shown, timeOf } from './scope.ts'

const hourMs = 3_600_000

interface Timed {
  readonly '@timestamp': string
}

/** The documents of each interval in which there are some, by its begin, in order. */
export function byInterval<Document extends Timed>(
  documents: readonly Document[],
  hours: number,
  zone: string,
): Map<number, Document[]> {
  const intervals = new Map<number, Document[]>()
  for (const document of documents) {
    const begin = intervalBegin(timeOf(document), hours, zone)
    const members = intervals.get(begin)
    if (members === undefined) intervals.set(begin, [document])
    else members.push(document)
  }
  return new Map([...intervals].sort(([one], [other]) => one - other))
}

/**
 * The begin of the interval around a moment: by the clock of the zone it is a whole number of
 * intervals after midnight. So the night in which summer time ends belongs to a longer one.
 */
export function intervalBegin(timeMs: number, hours: number, zone: string): number {
  const aheadMs = aheadOfUtc(timeMs, zone)
  const lengthMs = hours * hourMs
  const clockMs = Math.floor((timeMs + aheadMs) / lengthMs) * lengthMs
  // The clock may have been another one when the interval began.
  return clockMs - aheadOfUtc(clockMs - aheadMs, zone)
}

/** How far the clock of a zone is ahead of UTC, in milliseconds. */
function aheadOfUtc(timeMs: number, zone: string): number {
  if (zone === 'UTC') return 0
  const hourKey = Math.floor(timeMs / hourMs)
  const known = aheadByHour.get(`${zone} ${hourKey}`)
  if (known !== undefined) return known
  const wholeMs = hourKey * hourMs
  // Swedish writes `2026-10-25 02:00:00`.
  const clock = new Date(wholeMs).toLocaleString('sv', { timeZone: zone })
  const ahead = Date.parse(`${clock.replace(' ', 'T')}Z`) - wholeMs
  aheadByHour.set(`${zone} ${hourKey}`, ahead)
  return ahead
}

/** Asking Intl takes long; a zone changes its clock at a full hour only. */
const aheadByHour = new Map<string, number>()

/** A point for each interval in which something happened, of all documents or of each part. */
export function chart<Document extends Timed>(
  documents: readonly Document[],
  { zone, intervals }: Shown,
  options: {
    readonly label?: string
    readonly measure: Measure<Document>
    /** The parts of an interval; left out = all in one. */
    readonly split?: (documents: readonly Document[]) => readonly Group<Document>[]
    /** Stands where an interval has no such part. */
    readonly absent: number | null
  },
): Figures {
  const { measure, absent, label = '', split = (all) => [[label, all]] } = options
  const parts = [...byInterval(documents, intervals.chart, zone)].map(
    ([begin, members]) => [begin, new Map(split(members))] as const,
  )
  if (parts.length === 0) return nothing
  const columns = [...new Set(parts.flatMap(([, found]) => [...found.keys()]))]
  const rows = parts.map(([begin, found]) => [
    begin,
    ...columns.map((column) => {
      const part = found.get(column)
      return part === undefined ? absent : measure(part)
    }),
  ])
  return { kind: 'chart', columns, rows }
}

/** Lines with a point for every interval from the first to that at the end of the period. */
export function timeSeries<Document extends Timed>(
  documents: readonly Document[],
  { fromMs, toMs, zone, intervals: { timeSeries: hours } }: Shown,
  lines: Readonly<Record<string, Measure<Document>>>,
): Figures {
  if (documents.length === 0) return nothing
  const found = byInterval(documents, hours, zone)
  const rows = intervalsBetween(fromMs, toMs, { hours, zone }).map((begin) => [
    begin,
    ...Object.values(lines).map((measure) => measure(found.get(begin) ?? [])),
  ])
  return { kind: 'chart', columns: Object.keys(lines), rows }
}

/** The begins of the intervals that have a part of the period, both ends included. */
export function intervalsBetween(
  fromMs: number,
  toMs: number,
  { hours, zone }: { readonly hours: number; readonly zone: string },
): number[] {
  const begins = new Set<number>()
  // The clock goes back by an hour, so a step of at most an hour leaves out no interval.
  for (let timeMs = fromMs; timeMs <= toMs; timeMs += hourMs) {
    begins.add(intervalBegin(timeMs, hours, zone))
  }
  return [...begins].sort((one, other) => one - other)
}
