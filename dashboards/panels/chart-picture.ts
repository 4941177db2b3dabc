import { invalidDashboard } from '../invalid.ts'
import { type Bucket, bucketsOf, type FigureColumn, figuresOf, type TimeBucket } from './aggregation.ts' // prettier-ignore
import { type AggregationPanel } from './aggregation-panel.ts'
import { bucketInterval } from './aggregation-request.ts'
import { type Row } from './aggregation-rows.ts'
import { formatOf, numberIn } from './figure-format.ts'
import { type Period } from './period.ts'
import { type ChartSeries, type Picture, type Point } from './picture.ts'

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
  const times = [...new Set(rows.map((row) => Number(row.get(time.id))))].sort((a, b) => a - b)
  const series = groupRows(rows, group).flatMap(([value, members]) =>
    columns.map((column): ChartSeries => ({
      ...appearance(panel, column),
      ...colourOf(panel, value === '' ? column.label : value),
      label: labelOf(value, column, columns.length),
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

/** As Kibana calls a series. */
function labelOf(value: string, { label }: FigureColumn, columnCount: number): string {
  if (value === '') return label
  return columnCount === 1 ? value : `${value}: ${label}`
}

function appearance({ kind, marks }: AggregationPanel, { metric }: FigureColumn) {
  const { type = kind, isStacked = false, width = 2 } = marks.get(metric.id) ?? {}
  const isBars = type === 'histogram'
  return {
    mark: isBars ? ('bars' as const) : ('line' as const),
    width: isBars ? 0 : width,
    fill: isBars ? 1 : type === 'area' ? 0.5 : 0,
    isStacked,
    isStepped: false,
    axis: 0,
  }
}

/**
 * A point for every time that any series has one for, because stacked series are put on each other
 * point by point. Where nothing happened a count or a sum is 0; an average is nothing.
 */
function pointsAt(
  times: readonly number[],
  rows: readonly Row[],
  { time, column }: { readonly time: TimeBucket; readonly column: FigureColumn },
): Point[] {
  const byTime = new Map(rows.map((row) => [row.get(time.id), numberIn(row, column.id)]))
  const { type } = column.metric
  const otherwise = type === 'count' || type === 'sum' ? 0 : null
  return times.map((at) => [at, byTime.get(at) ?? otherwise])
}

/** Sorted by value, so that a series keeps its place in the stack when figures change. */
function groupRows(
  rows: readonly Row[],
  group: Bucket | undefined,
): (readonly [value: string, rows: readonly Row[]])[] {
  const keys = rows.map((row) => (group === undefined ? '' : String(row.get(group.id))))
  const sorted = [...new Set(keys)].sort()
  return sorted.map((key) => [key, rows.filter((_row, index) => keys[index] === key)])
}

function colourOf({ colours }: AggregationPanel, value: string): { colour?: string } {
  const colour = Object.hasOwn(colours, value) ? colours[value] : undefined
  return colour === undefined ? {} : { colour }
}
