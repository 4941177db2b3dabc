import { type Figures, nothing } from './figures.ts'
import { type Measure, mean } from './measures.ts'
import { byInterval, intervalsBetween } from './over-time.ts'
import { type Scope, type Shown } from './scope.ts'

const hourMs = 3_600_000
const weekMs = 7 * 24 * hourMs

/** A figure for each time of the grid; null where there is none. */
export type Line = readonly (number | null)[]

interface Timed {
  readonly '@timestamp': string
}

/**
 * Timelion's grid: from the full hour in which the period begins, in even steps, whatever the clock
 * does.
 */
function grid({ fromMs, toMs, intervals }: Shown): number[] {
  const stepMs = intervals.timelion * hourMs
  const firstMs = Math.floor(fromMs / hourMs) * hourMs
  return Array.from(
    { length: Math.ceil((toMs - firstMs) / stepMs) },
    (_, index) => firstMs + index * stepMs,
  )
}

/** A figure over the documents of each interval, at the nearest time of the grid. */
export function lineOf<Document extends Timed>(
  { shown }: Scope,
  documents: readonly Document[],
  measure: Measure<Document>,
): Line {
  return placed(shown, { documents, measure, shiftMs: 0 })
}

/** The same of a week before, under the times of this one. */
export function lineOfWeekBefore<Document extends Timed>(
  scope: Scope,
  select: (scope: Scope) => readonly Document[],
  measure: Measure<Document>,
): Line {
  const documents = select(scope.earlier(weekMs))
  return placed(scope.shown, { documents, measure, shiftMs: weekMs })
}

interface Placed<Document> {
  readonly documents: readonly Document[]
  readonly measure: Measure<Document>
  readonly shiftMs: number
}

function placed<Document extends Timed>(
  shown: Shown,
  { documents, measure, shiftMs }: Placed<Document>,
): Line {
  const { fromMs, toMs, zone } = shown
  const hours = shown.intervals.timelion
  const found = byInterval(documents, hours, zone)
  const begins = intervalsBetween(fromMs - shiftMs, toMs - shiftMs, { hours, zone })
  return grid(shown).map((timeMs) => {
    // Of two that are equally near, the later.
    const distance = (begin: number) => Math.abs(begin + shiftMs - timeMs)
    const nearest = begins.reduce((best, begin) => (distance(begin) <= distance(best) ? begin : best)) // prettier-ignore
    return measure(found.get(nearest) ?? [])
  })
}

/** @param wasAsked the documents of which at least one must be there for anything to be drawn. */
export function timelionChart(
  { shown }: Scope,
  lines: Readonly<Record<string, Line>>,
  wasAsked: readonly unknown[],
): Figures {
  if (wasAsked.length === 0) return nothing
  const rows = grid(shown).map((timeMs, index) => [
    timeMs,
    ...Object.values(lines).map((line) => line[index] ?? null),
  ])
  return { kind: 'chart', columns: Object.keys(lines), rows }
}

/** Two lines as one; there is no figure where either has none, nor where the result is no number. */
export function combined(
  one: Line,
  other: Line,
  combine: (one: number, other: number) => number,
): Line {
  return one.map((value, index) => {
    const operand = other[index] ?? null
    if (value === null || operand === null) return null
    const result = combine(value, operand)
    return Number.isFinite(result) ? result : null
  })
}

export function percentOf(part: Line, whole: Line): Line {
  return combined(part, whole, (one, other) => (one / other) * 100)
}

/** Added up from the begin on. */
export function cumulated(line: Line): Line {
  return line.map((_value, index) => totalOf(line.slice(0, index + 1)))
}

function totalOf(line: Line): number {
  return line.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}

/** The mean of so many intervals up to each; none until there are so many. */
export function movingAverage(line: Line, intervals: number): Line {
  return overWindows(line, intervals, (values) => mean(values) ?? 0)
}

/** The standard deviation, as of a sample, of so many intervals up to each. */
export function movingDeviation(line: Line, intervals: number): Line {
  return overWindows(line, intervals, (values) => {
    const middle = mean(values) ?? 0
    const squares = values.map((value) => (value - middle) ** 2)
    return Math.sqrt(totalOf(squares) / (values.length - 1))
  })
}

function overWindows(
  line: Line,
  intervals: number,
  summarise: (values: readonly number[]) => number,
): Line {
  return line.map((_value, index) => {
    const begin = index + 1 - intervals
    if (begin < 0) return null
    return summarise(line.slice(begin, index + 1).map((value) => value ?? 0))
  })
}

/**
 * What was to be expected of each interval by those before it: single exponential smoothing
 * (Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", section 8.1), begun with the
 * first figure. Where a figure is missing, what was expected stands for it.
 */
export function expected(line: Line, alpha: number): Line {
  let level = line.find((value) => value !== null)
  if (level === undefined) return line
  const forecasts: number[] = []
  for (const value of line) {
    forecasts.push(level)
    if (value !== null) level = alpha * value + (1 - alpha) * level
  }
  return forecasts
}
