/** An aggregation of a panel: a figure, or what the figures are split by. */
export type Aggregation = Metric | Bucket

/** A figure over the documents of a bucket, or several of one kind. */
export interface Metric {
  readonly role: 'metric'
  readonly id: string
  readonly type: 'count' | 'cardinality' | 'percentiles' | (typeof fieldMetricTypes)[number]
  readonly label: string
  /** A count has none. */
  readonly field?: string
  /** Of percentiles, 0 to 100. */
  readonly percents?: readonly number[]
  /** Of a distinct count: up to how many values it is exact; left out = Elasticsearch's own. */
  readonly exactUpTo?: number
}

/** Metrics that are one figure of one field, without more to say. */
export const fieldMetricTypes = ['sum', 'avg', 'min', 'max'] as const

export type Bucket = TermsBucket | TimeBucket | StepBucket | RangeBucket | FilterBucket

interface BucketBase {
  readonly role: 'bucket'
  readonly id: string
  readonly label: string
  /** What Kibana makes of it: rows of a table, places on an axis, or series of a chart. */
  readonly schema: 'bucket' | 'segment' | 'group'
}

/** One bucket per value of a field, those first for which `orderBy` is largest or smallest. */
export interface TermsBucket extends BucketBase {
  readonly type: 'terms'
  readonly field: string
  readonly size: number
  readonly order: 'asc' | 'desc'
  /** Id of a metric, with the percent behind a dot for percentiles, or `_key`. */
  readonly orderBy: string
  /** What the rest is called; undefined = it is left out. */
  readonly otherLabel: string | undefined
  /** What documents without the field are called; undefined = they are left out. */
  readonly missingLabel: string | undefined
}

/** One bucket per interval of time. */
export interface TimeBucket extends BucketBase {
  readonly type: 'date_histogram'
  readonly field: string
  readonly interval: string
}

/** One bucket per step of a number. */
interface StepBucket extends BucketBase {
  readonly type: 'histogram'
  readonly field: string
  readonly step: number
  readonly hasEmpty: boolean
}

/** One bucket per range of a number: `from` included, `to` not. */
interface RangeBucket extends BucketBase {
  readonly type: 'range'
  readonly field: string
  readonly ranges: readonly NumberRange[]
}

export interface NumberRange {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** One bucket per query. */
interface FilterBucket extends BucketBase {
  readonly type: 'filters'
  readonly filters: readonly { readonly label: string; readonly query: string }[]
}

/** One figure of a panel, with what it is called. */
export interface FigureColumn {
  /** Of the metric, with the percent behind a dot for percentiles. */
  readonly id: string
  readonly label: string
  readonly metric: Metric
  readonly percent?: number
}

export function metricsOf(aggregations: readonly Aggregation[]): Metric[] {
  return aggregations.filter((aggregation) => aggregation.role === 'metric')
}

export function bucketsOf(aggregations: readonly Aggregation[]): Bucket[] {
  return aggregations.filter((aggregation) => aggregation.role === 'bucket')
}

/** The figures of a panel, in the order of its columns. */
export function figuresOf(aggregations: readonly Aggregation[]): FigureColumn[] {
  return metricsOf(aggregations).flatMap((metric): FigureColumn[] => {
    const { id, label, percents } = metric
    if (percents === undefined) return [{ id, label, metric }]
    return percents.map((percent) => ({
      id: `${id}.${percent}`,
      label: `${label}, ${percent} %`,
      metric,
      percent,
    }))
  })
}

/** What the buckets of a panel are called that gives each a name, in its order; none of the others. */
export function labelsOf(bucket: Bucket): string[] {
  if (bucket.type === 'filters') return bucket.filters.map(({ label }) => label)
  return bucket.type === 'range' ? bucket.ranges.map(rangeLabel) : []
}

/** As a row or a series is called: `0 to 10`. */
export function rangeLabel({ from, to }: NumberRange): string {
  if (from === undefined) return `less than ${to ?? '∞'}`
  return to === undefined ? `${from} and more` : `${from} to ${to}`
}
