import { compareText } from '../compare-text.ts'
import { invalidDashboard } from '../invalid.ts'
import { type AggregationPanel } from './aggregation-panel.ts'
import { bucketInterval } from './aggregation-request.ts'
import { type Row } from './aggregation-rows.ts'
import { type Bucket, bucketsOf, type FigureColumn, figuresOf, type TimeBucket } from './aggregation.ts' // prettier-ignore
import { distinctValues, rowsOfValue } from './axis-values.ts'
import { type BucketValue, nameOf } from './bucket-value.ts'
import { formatOf } from './figure-format.ts'
import { type Period } from './period.ts'
import { type ChartSeries, type Picture, type Point } from './picture.ts'
import { appearance, colourOf, emptyFigure, seriesLabel } from './series-style.ts'

/** Bars, lines or areas over time, one series per figure and value of the split. */
export function chartPicture(
  panel: AggregationPanel,
  rows: readonly Row[],
  period: Period,
): Picture {
  const { time, group } = chartParts(panel)
  const columns = figuresOf(panel.aggregations)
  const [first] = columns
  if (first === undefined) throw invalidDashboard('a chart without a figure is not drawn here')
  const times = [...new Set(rows.map((row) => timeOf(row, time)))].sort((a, b) => a - b)
  const series = groupRows(rows, group).flatMap(({ value, members }) =>
    columns.map((column): ChartSeries => ({
      ...appearance(panel, column),
      isStepped: false,
      axis: 0,
      ...colourOf(panel, value === undefined ? column.label : nameOf(value)),
      label: seriesLabel(value && nameOf(value), column, columns.length),
      ...(value?.narrowing ? { narrowing: value.narrowing } : {}),
      points: pointsAt(times, members, { time, column }),
    })),
  )
  return {
    kind: 'chart',
    fromMs: period.fromMs,
    toMs: period.toMs,
    intervalMs: bucketInterval(time.interval, period).ms,
    axes: [
      {
        label: columns.length === 1 ? first.label : '',
        format: formatOf(first.metric, panel),
        minimum: 0,
        maximum: null,
        side: 'left',
      },
    ],
    series,
    hasLegend: panel.hasLegend && series.length > 1,
  }
}

interface ChartParts {
  readonly time: TimeBucket
  readonly group: Bucket | undefined
}

function chartParts({ aggregations }: AggregationPanel): ChartParts {
  const buckets = bucketsOf(aggregations)
  const time = buckets.find((bucket) => bucket.type === 'date_histogram')
  const [group, ...groups] = buckets.filter((bucket) => bucket !== time)
  if (time === undefined || groups.length > 0) {
    throw invalidDashboard('a chart is drawn over time, split by one field at most')
  }
  return { time, group }
}

function timeOf({ values }: Row, { id }: TimeBucket): number {
  return Number(values.get(id)?.label)
}

/** A point for every time that any series has one for: stacked series are put on each other by it. */
function pointsAt(
  times: readonly number[],
  rows: readonly Row[],
  { time, column }: { readonly time: TimeBucket; readonly column: FigureColumn },
): Point[] {
  const byTime = new Map(rows.map((row) => [timeOf(row, time), row.figures.get(column.id)]))
  return times.map((at) => [at, byTime.get(at) ?? emptyFigure(column)])
}

interface Group {
  readonly value: BucketValue | undefined
  readonly members: readonly Row[]
}

/** Sorted by value, so that a series keeps its place in the stack when figures change. */
function groupRows(rows: readonly Row[], group: Bucket | undefined): Group[] {
  if (group === undefined) return [{ value: undefined, members: rows }]
  return distinctValues(rows, group)
    .sort((one, other) => compareText(String(one.label), String(other.label)))
    .map((value) => ({ value, members: rowsOfValue(rows, group, value) }))
}
