import { z } from 'zod'
import { type AggregationPanel } from './aggregation-panel.ts'
import { type Bucket, bucketsOf, type FigureColumn, figuresOf, labelsOf } from './aggregation.ts'
import { type BucketValue, bucketValue, otherValue } from './bucket-value.ts'
import { type SearchAnswer } from './search.ts'
import { type Source } from './source.ts'

/** One innermost bucket. */
export interface Row {
  /** What it is of, by the id of each bucket that it is in. */
  readonly values: ReadonlyMap<string, BucketValue>
  /** By the id of each column. */
  readonly figures: ReadonlyMap<string, number | null>
}

/**
 * Flattens the nested buckets of an answer to rows, whatever their order and depth.
 *
 * Without buckets there is one row, of the figures over everything.
 */
export function rowsOf(panel: AggregationPanel, answer: SearchAnswer): Row[] {
  const { aggregations, source } = panel
  const whole = { ...answer.aggregations, doc_count: answer.hits.total.value }
  return flatten(whole, bucketsOf(aggregations), { columns: figuresOf(aggregations), source })
}

const Found = z.looseObject({
  key: z.union([z.string(), z.number()]),
  key_as_string: z.string().optional(),
  doc_count: z.number(),
})
type Found = z.infer<typeof Found>

const Buckets = z.object({
  // By name, where the panel gives each its name.
  buckets: z.union([
    z.array(Found),
    z.record(z.string(), z.looseObject({ doc_count: z.number() })),
  ]),
  sum_other_doc_count: z.number().default(0),
})

type Holder = Readonly<Record<string, unknown>>

interface Reading {
  readonly columns: readonly FigureColumn[]
  readonly source: Source
}

function flatten(holder: Holder, buckets: readonly Bucket[], reading: Reading): Row[] {
  const { columns, source } = reading
  const [bucket, ...inner] = buckets
  if (bucket === undefined) {
    const figures = columns.map((column) => [column.id, figureOf(holder, column)] as const)
    return [{ values: new Map(), figures: new Map(figures) }]
  }
  const { data } = Buckets.safeParse(holder[bucket.id])
  if (data === undefined) return []
  const found = foundIn(data.buckets, bucket)
  const labels = bucket.type === 'terms' ? source.fields.get(bucket.field)?.labels : undefined
  const rows = found.flatMap((one) => {
    const value = bucketValue(bucket, one, labels)
    return flatten(one, inner, reading).map(({ values, figures }) => ({
      values: new Map([[bucket.id, value], ...values]),
      figures,
    }))
  })
  return [...rows, ...otherRow(bucket, data.sum_other_doc_count, columns)]
}

/** Those that have names in the order of the panel. */
function foundIn(buckets: z.infer<typeof Buckets>['buckets'], bucket: Bucket): readonly Found[] {
  if (Array.isArray(buckets)) return buckets
  const named = new Map(Object.entries(buckets))
  return [...new Set(labelsOf(bucket))].flatMap((key) => {
    const one = named.get(key)
    return one === undefined ? [] : [{ ...one, key }]
  })
}

/** Of the rest only the number of documents is known: Kibana asks a second time for the figures. */
function otherRow(bucket: Bucket, count: number, columns: readonly FigureColumn[]): Row[] {
  if (bucket.type !== 'terms' || bucket.otherLabel === undefined || count === 0) return []
  const figures = columns.map(
    ({ id, metric }) => [id, metric.type === 'count' ? count : null] as const,
  )
  return [
    {
      values: new Map([[bucket.id, otherValue(bucket.otherLabel)]]),
      figures: new Map(figures),
    },
  ]
}

const Value = z.object({ value: z.number().nullable() })
const Percentiles = z.object({ values: z.record(z.string(), z.number().nullable()) })

function figureOf(holder: Holder, { metric, percent }: FigureColumn): number | null {
  const { id, type } = metric
  if (type === 'count') return Number(holder['doc_count'])
  if (percent === undefined) return Value.safeParse(holder[id]).data?.value ?? null
  return percentileIn(holder[id], percent)
}

/** Elasticsearch writes the percent with one digit at least: `95.0`. */
export function percentileIn(found: unknown, percent: number): number | null {
  const key = Number.isInteger(percent) ? percent.toFixed(1) : String(percent)
  return Percentiles.safeParse(found).data?.values[key] ?? null
}
