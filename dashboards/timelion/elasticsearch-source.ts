import { z } from 'zod'
import { invalidDashboard } from '../invalid.ts'
import { percentileIn } from '../panels/aggregation-rows.ts'
import { dateHistogramInterval } from '../panels/interval.ts'
import { type Point } from '../panels/picture.ts'
import { type SearchAnswer, type SearchRequest, searchRequest } from '../panels/search.ts'
import { type BoundArguments } from './arguments.ts'
import { fitPoints } from './fit.ts'
import { parseMetric, parseSplit, type Split, type TimelionMetric } from './metric.ts'
import { type Series } from './series.ts'
import { type Offset, parseOffset, type Timeline } from './timeline.ts'

/** A search that a `.es()` needs, and what becomes of its answer. */
export interface PlannedSearch {
  readonly request: SearchRequest
  readonly toSeries: (answer: SearchAnswer) => readonly Series[]
}

interface Context {
  readonly timeline: Timeline
  /** Of the dashboard, in Lucene. */
  readonly query: string
}

/** The searches of one `.es()`: one per query that it is given. */
export function planElasticsearch(bound: BoundArguments, context: Context): PlannedSearch[] {
  const { timeline } = context
  const queries = bound.texts('q')
  const metrics = bound.texts('metric').flatMap((text) => parseMetric(text) ?? [])
  const splits = bound.texts('split').flatMap((text) => parseSplit(text) ?? [])
  const offset = offsetOf(bound, timeline)
  return (queries.length === 0 ? ['*'] : queries).map((query) => {
    const plan: Plan = {
      query,
      metrics: metrics.length === 0 ? [documents] : metrics,
      splits,
      offset,
      fit: bound.text('fit') ?? 'nearest',
      timeline,
    }
    return {
      request: requestOf(plan, bound, context),
      toSeries: (answer) => seriesOf(plan, answer),
    }
  })
}

const documents: TimelionMetric = { type: 'count', field: '', percents: [] }

interface Plan {
  readonly query: string
  readonly metrics: readonly TimelionMetric[]
  readonly splits: readonly Split[]
  readonly offset: Offset
  readonly fit: string
  readonly timeline: Timeline
}

function offsetOf(bound: BoundArguments, { period }: Timeline): Offset {
  const text = bound.text('offset')
  if (text !== undefined) return parseOffset(text, period)
  return { shiftPeriod: (same) => same, shiftBack: (same) => same }
}

function requestOf(plan: Plan, bound: BoundArguments, { timeline, query }: Context): SearchRequest {
  const period = plan.offset.shiftPeriod(timeline.period)
  const timeField = bound.text('timefield') ?? ''
  const overTime = {
    date_histogram: {
      field: timeField,
      ...dateHistogramInterval(timeline.interval),
      time_zone: period.zone,
      min_doc_count: 0,
      extended_bounds: { min: period.fromMs, max: period.toMs },
    },
    aggs: metricRequests(plan.metrics),
  }
  const aggregations = plan.splits.reduceRight<object>(
    (inner, { field, size }) => ({ split: { terms: { field, size }, aggs: inner } }),
    { time: overTime },
  )
  const isFiltered = bound.boolean('kibana') ?? true
  const selection = {
    index: bound.text('index') ?? '',
    timeField,
    queries: [plan.query, ...(isFiltered ? [query] : [])],
  }
  const request = searchRequest(selection, period, { ...aggregations })
  return isFiltered ? request : { ...request, isNeverNarrowed: true }
}

function metricRequests(metrics: readonly TimelionMetric[]): Record<string, object> {
  const entries = metrics.flatMap(({ type, field, percents }, index) => {
    if (type === 'count') return []
    const parameters = type === 'percentiles' ? { field, percents } : { field }
    return [[`metric${index}`, { [type]: parameters }] as const]
  })
  return Object.fromEntries(entries)
}

const Bucket = z.looseObject({ key: z.union([z.string(), z.number()]), doc_count: z.number() })
type Bucket = z.infer<typeof Bucket>
const Buckets = z.object({ buckets: z.array(Bucket) })

function seriesOf(plan: Plan, answer: SearchAnswer): Series[] {
  return seriesIn(answer.aggregations ?? {}, plan.splits, [`q:${plan.query}`], plan)
}

function seriesIn(
  holder: Readonly<Record<string, unknown>>,
  [split, ...inner]: readonly Split[],
  path: readonly string[],
  plan: Plan,
): Series[] {
  if (split !== undefined) {
    return bucketsIn(holder['split']).flatMap((bucket) =>
      seriesIn(bucket, inner, [...path, `${split.field}:${bucket.key}`], plan),
    )
  }
  const buckets = bucketsIn(holder['time'])
  const value = path.at(-1)?.replace(/^[^:]*:/, '')
  const splitBy = plan.splits.length === 0 || value === undefined ? {} : { split: value }
  return plan.metrics.flatMap((metric, index) =>
    valuesOf(metric, `metric${index}`).map(({ suffix, read }) => ({
      label: [...path, `${metricName(metric)}${suffix}`].join(' > '),
      ...splitBy,
      points: fitted(buckets, read, plan),
      style: {},
    })),
  )
}

function metricName({ type, field }: TimelionMetric): string {
  return type === 'count' ? type : `${type}(${field})`
}

interface ValueReader {
  readonly suffix: string
  readonly read: (bucket: Bucket) => number | null
}

function valuesOf({ type, percents }: TimelionMetric, name: string): ValueReader[] {
  if (type === 'count') return [{ suffix: '', read: ({ doc_count: count }) => count }]
  if (type !== 'percentiles') return [{ suffix: '', read: (bucket) => valueIn(bucket[name]) }]
  return percents.map((percent) => {
    const key = Number.isInteger(percent) ? percent.toFixed(1) : String(percent)
    return { suffix: `:${key}`, read: (bucket) => percentileIn(bucket[name], percent) }
  })
}

const Value = z.object({ value: z.number().nullable() })

function valueIn(found: unknown): number | null {
  return Value.safeParse(found).data?.value ?? null
}

function bucketsIn(found: unknown): Bucket[] {
  const parsed = Buckets.safeParse(found ?? { buckets: [] })
  if (parsed.success) return parsed.data.buckets
  throw invalidDashboard('Timelion: Elasticsearch answered something else than buckets')
}

function fitted(
  buckets: readonly Bucket[],
  read: ValueReader['read'],
  { offset, fit, timeline }: Plan,
): Point[] {
  const points = buckets.map(
    (bucket) => [offset.shiftBack(Number(bucket.key)), read(bucket)] as const,
  )
  return fitPoints(points, timeline.times, fit)
}
