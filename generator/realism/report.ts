import { type Comparison, type Deviation } from './comparison.ts'

/** A world held against what it declares. As it is, it can be written as JSON. */
export interface RealismReport {
  readonly events: number
  readonly customers: number
  readonly days: number
  /** None drifts. Rows with too few observations say nothing either way. */
  readonly fits: boolean
  readonly rows: readonly Comparison[]
}

/** The report for people: a line a row, and beneath what drifts where it does most. */
export function describeReport({ events, customers, days, rows }: RealismReport): string[] {
  const table = [heading, ...rows.map(lineOf)]
  const widths = heading.map((_, column) => Math.max(...table.map((line) => (line[column] ?? '').length))) // prettier-ignore
  const lines = table.map((line) => line.map((text, column) => pad(text, widths[column] ?? 0, column)).join('  ').trimEnd()) // prettier-ignore
  const [first = '', ...others] = lines
  return [
    `${events.toLocaleString('en')} events of ${customers.toLocaleString('en')} customers in ${Number(days.toFixed(1))} days`,
    '',
    first,
    ...others.flatMap((line, index) => [line, ...worstLines(rows[index])]),
    '',
    summary(rows),
  ]
}

const heading = ['distribution', 'verdict', 'distance', 'tolerance', 'measure', 'cells', 'observations'] // prettier-ignore
const numeric = new Set([2, 3, 5, 6])

function lineOf(row: Comparison): string[] {
  return [
    row.name,
    row.verdict,
    row.distance.toFixed(4),
    row.tolerance.toFixed(4),
    row.measure,
    row.cells.toLocaleString('en'),
    row.observations.toLocaleString('en'),
  ]
}

function pad(text: string, width: number, column: number): string {
  return numeric.has(column) ? text.padStart(width) : text.padEnd(width)
}

function worstLines(row: Comparison | undefined): string[] {
  if (row?.verdict !== 'drifts') return []
  return row.worst.map((deviation) => `    ${inWords(deviation, row.unit)}`)
}

function inWords({ cell, expected, got }: Deviation, unit: string): string {
  return `${cell.replaceAll('_', ' ')}: expected ${rounded(expected)}, got ${rounded(got)} ${unit}`
}

function rounded(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: value < 1000 ? 3 : 6 })
}

function summary(rows: readonly Comparison[]): string {
  const of = (verdict: Comparison['verdict']) =>
    rows.filter((row) => row.verdict === verdict).length
  const few = of('too few')
  const drifting = of('drifts')
  const result =
    drifting === 0
      ? 'The world is as its profile declares.'
      : `${drifting} of ${rows.length} distributions drift.`
  return few === 0
    ? result
    : `${result} ${few} of ${rows.length} could not be told: too few observations.`
}
