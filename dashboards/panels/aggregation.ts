import { z } from 'zod'
import { invalidDashboard } from '../invalid.ts'

/** An aggregation of a panel: a figure, or what the figures are split by. */
export type Aggregation = Metric | Bucket

/** A figure over the documents of a bucket. */
export interface Metric {
  readonly role: 'metric'
  readonly id: string
  readonly type: 'count' | (typeof metricTypes)[number]
  readonly label: string
  /** A count has none. */
  readonly field?: string
}

export type Bucket = TermsBucket | TimeBucket

/** One bucket per value of a field, those first for which `orderBy` is largest or smallest. */
interface TermsBucket {
  readonly role: 'bucket'
  readonly type: 'terms'
  readonly id: string
  readonly label: string
  readonly field: string
  readonly size: number
  readonly order: 'asc' | 'desc'
  /** Id of a metric, or `_key`. */
  readonly orderBy: string
}

/** One bucket per interval of time. */
export interface TimeBucket {
  readonly role: 'bucket'
  readonly type: 'date_histogram'
  readonly id: string
  readonly label: string
  readonly field: string
  readonly interval: string
}

const metricTypes = ['sum', 'avg', 'min', 'max', 'cardinality'] as const

/** More rows than anybody reads. */
const termsMax = 1000

const base = { id: z.string().regex(/^\w+$/), enabled: z.boolean().default(true) }
const label = z.string().optional()

const SavedAggregation = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('count'), params: z.object({ customLabel: label }) }),
  z.object({
    ...base,
    type: z.enum(metricTypes),
    params: z.object({ field: z.string(), customLabel: label }),
  }),
  z.object({
    ...base,
    type: z.literal('terms'),
    params: z.object({
      field: z.string(),
      size: z.int().min(1).max(termsMax),
      order: z.enum(['asc', 'desc']),
      orderBy: z.string(),
      otherBucket: z.literal(false).default(false),
      missingBucket: z.literal(false).default(false),
      customLabel: label,
    }),
  }),
  z.object({
    ...base,
    type: z.literal('date_histogram'),
    params: z.object({ field: z.string(), interval: z.string(), customLabel: label }),
  }),
])
type SavedAggregation = z.infer<typeof SavedAggregation>

/**
 * Reads the aggregations of a visualization, in their order: each bucket splits those before it.
 *
 * @throws PipelineError `dashboards.invalid` that names what is not known.
 */
export function readAggregations(saved: readonly unknown[]): Aggregation[] {
  return saved
    .map(readAggregation)
    .filter(({ enabled }) => enabled)
    .map(toAggregation)
}

function readAggregation(saved: unknown): SavedAggregation {
  const parsed = SavedAggregation.safeParse(saved)
  if (parsed.success) return parsed.data
  const type = z.object({ type: z.string() }).safeParse(saved).data?.type ?? 'without a type'
  const [issue] = parsed.error.issues
  const place = issue?.path.join('.') ?? ''
  throw invalidDashboard(
    place === 'type'
      ? `an aggregation ${type} is not drawn here`
      : `aggregation ${type}: ${place}: ${issue?.message ?? 'invalid'}`,
  )
}

function toAggregation({ id, type, params }: SavedAggregation): Aggregation {
  if (type === 'count') {
    return { role: 'metric', id, type, label: params.customLabel ?? 'Count' }
  }
  const { customLabel, field } = params
  if (type === 'terms') {
    const { size, order, orderBy } = params
    return { role: 'bucket', id, type, label: customLabel ?? field, field, size, order, orderBy }
  }
  if (type === 'date_histogram') {
    const { interval } = params
    return { role: 'bucket', id, type, label: customLabel ?? field, field, interval }
  }
  return { role: 'metric', id, type, label: customLabel ?? `${type} of ${field}`, field }
}

export function metricsOf(aggregations: readonly Aggregation[]): Metric[] {
  return aggregations.filter((aggregation) => aggregation.role === 'metric')
}

export function bucketsOf(aggregations: readonly Aggregation[]): Bucket[] {
  return aggregations.filter((aggregation) => aggregation.role === 'bucket')
}
