import { z } from 'zod'
import { invalidDashboard } from '../invalid.ts'
import { checked } from './checked.ts'
import { luceneOf, SavedQuery } from './search-source.ts'

/** A panel of TSVB, Kibana's Time Series Visual Builder; it names its index itself. */
export interface TsvbPanel {
  readonly kind: 'metrics'
  readonly type: 'timeseries' | 'top_n' | 'metric'
  readonly index: string
  readonly timeField: string
  readonly interval: string
  readonly queries: readonly string[]
  readonly series: readonly TsvbSeries[]
  readonly hasLegend: boolean
  readonly minimum: number | null
}

export interface TsvbSeries {
  readonly id: string
  readonly label: string
  readonly colour: string
  readonly query: string
  readonly split: TsvbSplit
  /** The last metric is what is shown. */
  readonly metric: TsvbMetric
  readonly mark: 'line' | 'bars'
  readonly width: number
  /** 0 to 1. */
  readonly fill: number
  readonly isStacked: boolean
  /** `number`, or of a length of time `ms,s,2`: from, to, decimals. */
  readonly formatter: string
  /** `{{value}} ms`. */
  readonly template: string
}

export type TsvbSplit =
  | { readonly by: 'everything' }
  | {
      readonly by: 'terms'
      readonly field: string
      readonly size: number
      readonly order: 'asc' | 'desc'
      /** `_count`, `_key`, or the id of the metric. */
      readonly orderBy: string
    }
  | {
      readonly by: 'filters'
      readonly filters: readonly TsvbFilter[]
    }

interface TsvbFilter {
  readonly id: string
  readonly label: string
  readonly colour: string | undefined
  readonly query: string
}

export type TsvbMetric =
  | { readonly id: string; readonly type: 'count' }
  | {
      readonly id: string
      readonly type: 'sum' | 'avg' | 'min' | 'max' | 'cardinality'
      readonly field: string
    }
  | {
      readonly id: string
      readonly type: 'percentile'
      readonly field: string
      readonly percents: readonly number[]
    }
  | {
      readonly id: string
      readonly type: 'filter_ratio'
      readonly numerator: string
      readonly denominator: string
    }

/** TSVB keeps numbers and flags as text here and there. */
const numeric = z.coerce.number()
const flag = z.union([z.boolean(), z.number()]).transform(Boolean)
const id = z.string().regex(/^[\w-]+$/)

const Metric = z.discriminatedUnion('type', [
  z.object({ id, type: z.literal('count') }),
  z.object({ id, type: z.enum(['sum', 'avg', 'min', 'max', 'cardinality']), field: z.string() }),
  z.object({
    id,
    type: z.literal('percentile'),
    field: z.string(),
    percentiles: z.array(z.object({ value: numeric.min(0).max(100) })).min(1),
  }),
  z.object({
    id,
    type: z.literal('filter_ratio'),
    numerator: SavedQuery,
    denominator: SavedQuery,
    metric_agg: z.literal('count').default('count'),
  }),
])

const Series = z.object({
  id,
  label: z.string().default(''),
  color: z.string().default(''),
  split_mode: z.enum(['everything', 'terms', 'filters']).default('everything'),
  terms_field: z.string().optional(),
  terms_size: numeric.int().min(1).max(1000).default(10),
  terms_order_by: z.string().default('_count'),
  terms_direction: z.enum(['asc', 'desc']).default('desc'),
  split_filters: z
    .array(
      z.object({
        id,
        label: z.string().default(''),
        color: z.string().optional(),
        filter: SavedQuery,
      }),
    )
    .default([]),
  filter: SavedQuery.optional(),
  metrics: z
    .array(Metric)
    .length(1, 'one metric a series; pipeline aggregations are not asked for'),
  chart_type: z.enum(['line', 'bar']).default('line'),
  line_width: numeric.default(2),
  fill: numeric.default(0),
  stacked: z.string().default('none'),
  formatter: z.string().default('number'),
  value_template: z.string().default('{{value}}'),
})
type Series = z.infer<typeof Series>

const Parameters = z.object({
  type: z.enum(['timeseries', 'top_n', 'metric']),
  index_pattern: z.string().min(1),
  time_field: z.string().min(1),
  interval: z.string().default('auto'),
  filter: SavedQuery.optional(),
  series: z.array(Series).min(1).max(50),
  show_legend: flag.default(true),
  axis_min: z.union([z.literal('').transform(() => null), numeric]).nullish(),
  use_kibana_indexes: z.literal(false).optional(),
})

/**
 * @param query of the dashboard.
 * @throws PipelineError `dashboards.invalid`: what in it cannot be drawn, by name.
 */
export function readTsvbPanel(params: unknown, query: string): TsvbPanel {
  const panel = checked(Parameters, params, 'TSVB')
  return {
    kind: 'metrics',
    type: panel.type,
    index: panel.index_pattern,
    timeField: panel.time_field,
    interval: panel.interval.replace(/^>=/, '') || 'auto',
    queries: [query, luceneOf(panel.filter)],
    series: panel.series.map(readSeries),
    hasLegend: panel.show_legend,
    minimum: panel.axis_min ?? null,
  }
}

function readSeries(series: Series): TsvbSeries {
  const [metric] = series.metrics
  if (metric === undefined) throw invalidDashboard(`TSVB: series ${series.id} has no metric`)
  return {
    id: series.id,
    label: series.label,
    colour: series.color,
    query: luceneOf(series.filter),
    split: readSplit(series),
    metric: readMetric(metric),
    mark: series.chart_type === 'bar' ? 'bars' : 'line',
    width: series.line_width,
    fill: series.fill,
    isStacked: series.stacked !== 'none',
    formatter: series.formatter,
    template: series.value_template,
  }
}

function readSplit(series: Series): TsvbSplit {
  const { split_mode: by, terms_field: field, split_filters: filters } = series
  if (by === 'filters') {
    return {
      by,
      filters: filters.map(({ id: name, label, color, filter }) => ({
        id: name,
        label: label === '' ? filter.query : label,
        colour: color,
        query: luceneOf(filter),
      })),
    }
  }
  if (by === 'everything') return { by }
  if (field === undefined) throw invalidDashboard(`TSVB: series ${series.id} is split by no field`)
  const { terms_size: size, terms_direction: order, terms_order_by: orderBy } = series
  return { by, field, size, order, orderBy }
}

function readMetric(metric: z.infer<typeof Metric>): TsvbMetric {
  switch (metric.type) {
    case 'percentile': {
      const { id: name, type, field, percentiles } = metric
      return { id: name, type, field, percents: percentiles.map(({ value }) => value) }
    }
    case 'filter_ratio': {
      const { id: name, type, numerator, denominator } = metric
      return { id: name, type, numerator: luceneOf(numerator), denominator: luceneOf(denominator) }
    }
    case 'count':
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
    case 'cardinality':
      return metric
  }
}
