import { invalidDashboard } from '../invalid.ts'
import { type Bucket, bucketsOf, type Metric, metricsOf, type TimeBucket } from './aggregation.ts'
import { bucketInterval } from './aggregation-request.ts'
import { type Row, rowsOf } from './aggregation-rows.ts'
import { plainNumber, wholeNumber } from './number-format.ts'
import { type AggregationPanel } from './panel-content.ts'
import { type Period } from './period.ts'
import {
  type ChartSeries,
  type Column,
  type NumberFormat,
  type Picture,
  type Point,
} from './picture.ts'
import { type SearchAnswer } from './search.ts'

/** What a panel of aggregations shows: the third step from a saved object to a picture. */
export function aggregationPicture(
  panel: AggregationPanel,
  answer: SearchAnswer,
  period: Period,
): Picture {
  const { index } = panel.source
  if (answer._shards.total === 0) return nothingWritten(index)
  const rows = rowsOf(panel, answer)
  switch (panel.kind) {
    case 'metric':
      return figures(panel, rows)
    case 'table':
      return rows.length === 0 ? nothingFound(panel) : tableOf(panel, rows)
    case 'histogram':
      return rows.length === 0 ? nothingFound(panel) : chartOf(panel, rows, period)
  }
}

/** An alias without an index: no document has been written yet. */
export function nothingWritten(index: string): Picture {
  return { kind: 'empty', reason: `Nothing has been written to ${index} yet.` }
}

function nothingFound({ queries }: AggregationPanel): Picture {
  const query = queries.filter((text) => text !== '').join(' and ')
  const matching = query === '' ? '' : ` matches ${query}`
  return {
    kind: 'empty',
    reason:
      query === '' ? 'Nothing happened in this period.' : `Nothing in this period${matching}.`,
  }
}

function figures(panel: AggregationPanel, [row]: readonly Row[]): Picture {
  if (bucketsOf(panel.aggregations).length > 0) {
    throw invalidDashboard('a metric that is split is not drawn here')
  }
  return {
    kind: 'figures',
    figures: metricsOf(panel.aggregations).map((metric) => ({
      label: metric.label,
      value: numberIn(row, metric.id),
      format: formatOf(metric, panel),
    })),
  }
}

function tableOf(panel: AggregationPanel, rows: readonly Row[]): Picture {
  const buckets = bucketsOf(panel.aggregations)
  const metrics = metricsOf(panel.aggregations)
  const columns: Column[] = [
    ...buckets.map(({ label }) => ({ label, kind: 'text' as const })),
    ...metrics.map((metric) => ({
      label: metric.label,
      kind: 'number' as const,
      format: formatOf(metric, panel),
    })),
  ]
  const ids = [...buckets, ...metrics].map(({ id }) => id)
  return {
    kind: 'table',
    columns,
    rows: rows.map((row) => ids.map((id) => row.get(id) ?? null)),
  }
}

function chartOf(panel: AggregationPanel, rows: readonly Row[], period: Period): Picture {
  const { time, group, metric } = chartParts(panel)
  const times = [...new Set(rows.map((row) => Number(row.get(time.id))))].sort((a, b) => a - b)
  return {
    kind: 'chart',
    fromMs: period.fromMs,
    toMs: period.toMs,
    intervalMs: bucketInterval(time.interval, period).ms,
    axes: [
      {
        label: metric.label,
        format: formatOf(metric, panel),
        minimum: 0,
        maximum: null,
        side: 'left',
      },
    ],
    series: [...groupRows(rows, group)].map(([label, members]) => ({
      ...bars,
      label: label || metric.label,
      ...colourOf(panel, label),
      isStacked: panel.isStacked,
      points: pointsAt(times, members, { time, metric }),
    })),
    hasLegend: panel.hasLegend && group !== undefined,
  }
}

/**
 * A point for every time that any series has one for, because stacked series are put on each other
 * point by point. Where nothing happened a count or a sum is 0; an average is nothing.
 */
function pointsAt(
  times: readonly number[],
  rows: readonly Row[],
  { time, metric }: Pick<ChartParts, 'time' | 'metric'>,
): Point[] {
  const byTime = new Map(rows.map((row) => [row.get(time.id), numberIn(row, metric.id)]))
  const otherwise = metric.type === 'count' || metric.type === 'sum' ? 0 : null
  return times.map((at) => [at, byTime.get(at) ?? otherwise])
}

const bars = {
  mark: 'bars',
  width: 0,
  fill: 1,
  isStepped: false,
  axis: 0,
} satisfies Partial<ChartSeries>

interface ChartParts {
  readonly time: TimeBucket
  readonly group: Bucket | undefined
  readonly metric: Metric
}

function chartParts({ aggregations }: AggregationPanel): ChartParts {
  const [metric, ...metrics] = metricsOf(aggregations)
  const buckets = bucketsOf(aggregations)
  const time = buckets.find((bucket) => bucket.type === 'date_histogram')
  const [group, ...groups] = buckets.filter((bucket) => bucket !== time)
  if (time === undefined || metric === undefined || metrics.length > 0 || groups.length > 0) {
    throw invalidDashboard('a chart is drawn of one figure over time, split by one field at most')
  }
  return { time, group, metric }
}

/** Sorted by value, so that a series keeps its place in the stack when figures change. */
function groupRows(rows: readonly Row[], group: Bucket | undefined): Map<string, Row[]> {
  const keys = rows.map((row) => (group === undefined ? '' : String(row.get(group.id))))
  const sorted = [...new Set(keys)].sort()
  return new Map(sorted.map((key) => [key, rows.filter((_row, index) => keys[index] === key)]))
}

function colourOf({ colours }: AggregationPanel, value: string): { colour?: string } {
  const colour = Object.hasOwn(colours, value) ? colours[value] : undefined
  return colour === undefined ? {} : { colour }
}

function formatOf({ type, field }: Metric, { source }: AggregationPanel): NumberFormat {
  if (type === 'count' || type === 'cardinality') return wholeNumber
  return source.numberFormats.get(field ?? '') ?? plainNumber
}

function numberIn(row: Row | undefined, id: string): number | null {
  const value = row?.get(id)
  return typeof value === 'number' ? value : null
}
