import { type Documents } from './documents.ts'

/** What is shown: a stretch of time, and what the dashboard is narrowed to. */
export interface Shown {
  /** Included. */
  readonly fromMs: number
  /** Excluded; no document is at this very moment. */
  readonly toMs: number
  /** IANA name; in it days begin. */
  readonly zone: string
  /** How long an interval of each kind of chart is in this period. */
  readonly intervals: Intervals
  /** Which documents are left by the filters and the query; all where nothing is said. */
  readonly left?: Left
}

/** In hours. */
interface Intervals {
  /** Of bars, lines and areas: the scale's next above a fiftieth of the period. */
  readonly chart: number
  /** Of Timelion: a two-hundredth. */
  readonly timelion: number
  /** Of TSVB: a hundredth. */
  readonly timeSeries: number
}

/** Which documents are left, of each index. */
export type Left = {
  readonly [Name in keyof Documents]?: (document: Documents[Name][number]) => boolean
}

/** The documents that a panel is about, and the stretch of time. */
export interface Scope extends Documents {
  readonly shown: Shown
  /** The same over a stretch of time that lies so much earlier. */
  earlier(ms: number): Scope
  /** As if nothing were narrowed. */
  unfiltered(): Scope
}

export function scopeOf(documents: Documents, shown: Shown): Scope {
  const { fromMs, toMs, left = {} } = shown
  const inside = <Document extends { readonly '@timestamp': string }>(
    all: readonly Document[],
    isLeft: (document: Document) => boolean = () => true,
  ) =>
    all.filter((document) => {
      const timeMs = timeOf(document)
      return timeMs >= fromMs && timeMs < toMs && isLeft(document)
    })
  return {
    transactions: inside(documents.transactions, left.transactions),
    customers: inside(documents.customers, left.customers),
    deadLetters: inside(documents.deadLetters, left.deadLetters),
    workers: inside(documents.workers, left.workers),
    shown,
    earlier: (ms) => scopeOf(documents, { ...shown, fromMs: fromMs - ms, toMs: toMs - ms }),
    unfiltered: () => scopeOf(documents, { ...shown, left: {} }),
  }
}

export function timeOf(document: { readonly '@timestamp': string }): number {
  return Date.parse(document['@timestamp'])
}
