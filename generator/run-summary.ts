import { type PaceStats, type Punctuality, type StagePunctuality } from './pace.ts'
import { type ThresholdResult } from './scenarios/thresholds.ts'

/** What came of a run. As it is, it can be written as JSON. */
export interface RunSummary {
  readonly scenario: string
  readonly seed: number
  /** Name of the bank, if it has one. */
  readonly bank?: string | undefined
  /** First moment of the world, ISO 8601. */
  readonly start: string
  readonly customers: number
  /** Departures that were found in the log and not sent again. */
  readonly skipped: number
  /** Departures sent, history included. */
  readonly sent: number
  readonly history: number
  readonly live: Punctuality
  readonly stages: readonly StagePunctuality[]
  readonly thresholds: readonly ThresholdResult[]
  /** No threshold was missed. */
  readonly ok: boolean
}

interface Told extends Pick<
  RunSummary,
  'scenario' | 'seed' | 'bank' | 'start' | 'customers' | 'skipped' | 'stages' | 'thresholds'
> {
  readonly stats: PaceStats
}

/** Puts together what a generator and its scenario say about a run. */
export function summarise({ stats, ...told }: Told): RunSummary {
  const { sent, live } = stats
  const ok = told.thresholds.every(({ isKept }) => isKept)
  return { ...told, sent, history: sent - live.sent, live, ok }
}

/** The summary for people, a line each. */
export function describeSummary(summary: RunSummary): readonly string[] {
  const { skipped, sent, history, live, stages, thresholds } = summary
  if (skipped > 0 && sent === 0) return [`${count(skipped)} events were in the log already: all of this run. Take another --seed or --start for more.`] // prettier-ignore
  const before = skipped === 0 ? [] : [`${count(skipped)} events were in the log already.`]
  const past = history === 0 ? '' : `, ${count(history)} of them history`
  const rows = [...(stages.length > 1 ? stages : []), { ...live, name: 'live part' }]
  return [
    ...before,
    `${count(sent)} events sent${past}.`,
    ...(live.due === 0 ? [] : table([heading, ...rows.map(cellsOf)])),
    ...thresholds.map(inWords),
  ]
}

const heading = ['', 'due', 'sent', 'late', 'dropped', 'delay p50', 'p99', 'max']

function cellsOf({ name, due, sent, late, dropped, delayMs }: StagePunctuality): string[] {
  const counts = [due, sent, late, dropped].map(count)
  const delays = [delayMs.p50, delayMs.p99, delayMs.max].map((ms) => `${count(ms)} ms`)
  return [name, ...counts, ...delays]
}

/** The first column to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = heading.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  )
}

function inWords({ name, limit, got, isKept }: ThresholdResult): string {
  const verdict = isKept ? 'kept' : 'MISSED'
  return `${verdict}: ${name} at most ${exact(limit)}, got ${exact(got)}`
}

function exact(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 4 })
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}
