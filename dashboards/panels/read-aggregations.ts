import { z } from 'zod'
import { invalidDashboard } from '../invalid.ts'
import { type Aggregation, fieldMetricTypes } from './aggregation.ts'
import { parseJson } from '../saved-object.ts'
import { luceneOf, SavedQuery } from './search-source.ts'

/** More rows than anybody reads. */
const termsMax = 1000

const base = { id: z.string().regex(/^\w+$/), enabled: z.boolean().default(true) }
const bucket = { ...base, schema: z.enum(['bucket', 'segment', 'group']) }
const label = z.string().optional()
const field = z.string()
const limit = z.number().nullish()

/** What Kibana adds to the request of a distinct count as it is; of more than this, nothing is known. */
const Advanced = z.strictObject({ precision_threshold: z.int().min(0).max(40_000) })
const advanced = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined || text.trim() === '') return undefined
    const { data } = Advanced.safeParse(parseJson(text, 'json'))
    if (data !== undefined) return data.precision_threshold
    context.addIssue('only precision_threshold is asked for, up to 40,000')
    return z.NEVER
  })

const SavedAggregation = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('count'), params: z.object({ customLabel: label }) }),
  z.object({
    ...base,
    type: z.enum(fieldMetricTypes),
    params: z.object({ field, customLabel: label }),
  }),
  z.object({
    ...base,
    type: z.literal('cardinality'),
    params: z.object({ field, customLabel: label, json: advanced }),
  }),
  z.object({
    ...base,
    type: z.literal('percentiles'),
    params: z.object({
      field,
      percents: z.array(z.number().min(0).max(100)).min(1).max(20),
      customLabel: label,
    }),
  }),
  z.object({
    ...bucket,
    type: z.literal('terms'),
    params: z.object({
      field,
      size: z.int().min(1).max(termsMax),
      order: z.enum(['asc', 'desc']),
      orderBy: z.string(),
      otherBucket: z.boolean().default(false),
      otherBucketLabel: z.string().default('Other'),
      missingBucket: z.boolean().default(false),
      missingBucketLabel: z.string().default('Missing'),
      customLabel: label,
    }),
  }),
  z.object({
    ...bucket,
    type: z.literal('date_histogram'),
    params: z.object({ field, interval: z.string(), customLabel: label }),
  }),
  z.object({
    ...bucket,
    type: z.literal('histogram'),
    params: z.object({
      field,
      interval: z.number().positive(),
      min_doc_count: z.boolean().default(false),
      customLabel: label,
    }),
  }),
  z.object({
    ...bucket,
    type: z.literal('range'),
    params: z.object({
      field,
      ranges: z.array(z.object({ from: limit, to: limit })).min(1),
      customLabel: label,
    }),
  }),
  z.object({
    ...bucket,
    type: z.literal('filters'),
    params: z.object({
      filters: z.array(z.object({ input: SavedQuery, label: z.string().default('') })).min(1),
      customLabel: label,
    }),
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

function toAggregation(saved: SavedAggregation): Aggregation {
  const { id, type, params } = saved
  if (type === 'count') {
    return { role: 'metric', id, type, label: params.customLabel ?? 'Count' }
  }
  if ('schema' in saved) return toBucket(saved)
  const { customLabel = `${saved.type} of ${saved.params.field}`, ...others } = saved.params
  const metric = { role: 'metric', id, type: saved.type, label: customLabel } as const
  if (saved.type !== 'cardinality') return { ...metric, ...others }
  const { field: of, json: exactUpTo } = saved.params
  return { ...metric, field: of, ...(exactUpTo === undefined ? {} : { exactUpTo }) }
}

function toBucket(saved: Extract<SavedAggregation, { schema: string }>): Aggregation {
  const { id, schema, params } = saved
  const { customLabel } = params
  const common = { role: 'bucket', id, schema } as const
  if (saved.type === 'filters') {
    const filters = saved.params.filters.map(({ input, label: name }) => {
      const query = luceneOf(input)
      return { query, label: name === '' ? query : name }
    })
    return { ...common, type: saved.type, label: customLabel ?? 'filters', filters }
  }
  const named = { ...common, label: customLabel ?? saved.params.field, field: saved.params.field }
  switch (saved.type) {
    case 'terms': {
      const { size, order, orderBy, otherBucket, otherBucketLabel, missingBucket, missingBucketLabel } = saved.params // prettier-ignore
      return {
        ...named,
        type: saved.type,
        size,
        order,
        orderBy,
        otherLabel: otherBucket ? otherBucketLabel : undefined,
        missingLabel: missingBucket ? missingBucketLabel : undefined,
      }
    }
    case 'date_histogram':
      return { ...named, type: saved.type, interval: saved.params.interval }
    case 'histogram': {
      const { interval, min_doc_count: hasEmpty } = saved.params
      return { ...named, type: saved.type, step: interval, hasEmpty }
    }
    case 'range': {
      const ranges = saved.params.ranges.map(({ from, to }) => ({
        from: from ?? undefined,
        to: to ?? undefined,
      }))
      return { ...named, type: saved.type, ranges }
    }
  }
}
