import { z } from 'zod'
import { type Bucket, bucketsOf, type Metric, metricsOf } from './aggregation.ts'
import { type AggregationPanel } from './panel-content.ts'
import { type SearchAnswer } from './search.ts'

/** One innermost bucket: by the id of each aggregation, the bucket's key or the metric's figure. */
export type Row = ReadonlyMap<string, string | number | null>

/**
 * Flattens the nested buckets of an answer to rows, whatever their order and depth.
 *
 * Without buckets there is one row, of the figures over everything.
 */
export function rowsOf({ aggregations }: AggregationPanel, answer: SearchAnswer): Row[] {
  const whole = { ...answer.aggregations, doc_count: answer.hits.total.value }
  return flatten(whole, bucketsOf(aggregations), metricsOf(aggregations))
}

const Buckets = z.object({
  buckets: z.array(
    z.looseObject({
      key: z.union([z.string(), z.number()]),
      key_as_string: z.string().optional(),
      doc_count: z.number(),
    }),
  ),
})

type Holder = Readonly<Record<string, unknown>>

function flatten(holder: Holder, buckets: readonly Bucket[], metrics: readonly Metric[]): Row[] {
  const [bucket, ...inner] = buckets
  if (bucket === undefined) {
    return [new Map(metrics.map((metric) => [metric.id, figureOf(holder, metric)]))]
  }
  const parsed = Buckets.safeParse(holder[bucket.id])
  return (parsed.data?.buckets ?? []).flatMap((found) =>
    flatten(found, inner, metrics).map(
      (row) => new Map([[bucket.id, keyOf(found, bucket)], ...row]),
    ),
  )
}

/** The key of a boolean is 0 or 1, and that of a date a number; people read the text. */
function keyOf(
  { key, key_as_string: text }: z.infer<typeof Buckets>['buckets'][number],
  { type }: Bucket,
): string | number {
  return type === 'date_histogram' ? key : (text ?? key)
}

const Value = z.object({ value: z.number().nullable() })

function figureOf(holder: Holder, { id, type }: Metric): number | null {
  if (type === 'count') return Number(holder['doc_count'])
  return Value.safeParse(holder[id]).data?.value ?? null
}
