import { type DataView } from './data-view.ts'
import { type Filter } from './filter.ts'

/** By value, or by label of a filter. */
export type ColoursByValue = Readonly<Record<string, string>>

/** What documents are sorted into: rows of a table, places on an axis, colours of a chart. */
export type Bucket<FieldName extends string = string> =
  | { readonly type: 'date_histogram'; readonly field: FieldName }
  | ({ readonly type: 'terms'; readonly field: FieldName } & ValuesOptions)
  | {
      readonly type: 'histogram'
      readonly field: FieldName
      readonly label: string
      readonly step: number
    }
  | {
      readonly type: 'range'
      readonly field: FieldName
      readonly label: string
      readonly ranges: readonly Range[]
    }
  | {
      readonly type: 'filters'
      readonly filters: Readonly<Record<string, Filter>>
      /** Head of its column; Kibana's own is `filters`, whatever a panel says. */
      readonly label?: string
      readonly colours?: ColoursByValue
    }

interface ValuesOptions {
  readonly label: string
  /** How many values, those first for which the first measure is largest. */
  readonly size: number
  /** In the order of the values themselves: of bands and weekdays, which are numbered for that. */
  readonly isInOrder?: boolean
  readonly colours?: ColoursByValue
}

interface Range {
  /** Included; none = whatever is less than `to`. */
  readonly from?: number
  /** Not included. */
  readonly to?: number
}

/**
 * One per value of a field, without an "Other": Kibana needs a second request for that, and its row
 * is no answer to anything.
 */
export function valuesOf<FieldName extends string>(
  field: FieldName,
  options: ValuesOptions,
): Bucket<FieldName> {
  return { type: 'terms', field, ...options }
}

/** One per step of a number. */
export function stepsOf<FieldName extends string>(
  field: FieldName,
  options: { readonly label: string; readonly step: number },
): Bucket<FieldName> {
  return { type: 'histogram', field, ...options }
}

/** One per range of a number. */
export function rangesOf<FieldName extends string>(
  field: FieldName,
  options: { readonly label: string; readonly ranges: readonly Range[] },
): Bucket<FieldName> {
  return { type: 'range', field, ...options }
}

/** One per filter, by the label of each. */
export function filteredBy(
  filters: Readonly<Record<string, Filter>>,
  options: { readonly label?: string; readonly colours?: ColoursByValue } = {},
): Bucket<never> {
  return { type: 'filters', filters, ...options }
}

/** What Kibana makes of a bucket: rows of a table, places on an axis, or series of a chart. */
type Schema = 'bucket' | 'segment' | 'group'

export function bucketAggregation(bucket: Bucket, id: string, schema: Schema): object {
  return { id, enabled: true, type: bucket.type, schema, params: parametersOf(bucket) }
}

/**
 * Of the values; none of what has no fixed values. Of a value that is put in words twice: most
 * panels of Kibana look its colour up by the words, the pie of 7.14 to 7.17 by the value.
 */
export function coloursOf(bucket: Bucket, { labels }: DataView): ColoursByValue | undefined {
  if (bucket.type === 'filters') return bucket.colours
  if (bucket.type !== 'terms' || bucket.colours === undefined) return undefined
  const words = labels.get(bucket.field)
  const byWords = Object.entries(bucket.colours).map(([value, colour]) => [words?.get(value) ?? value, colour] as const) // prettier-ignore
  return { ...Object.fromEntries(byWords), ...bucket.colours }
}

function parametersOf(bucket: Bucket): object {
  switch (bucket.type) {
    case 'date_histogram':
      return timeParameters(bucket.field)
    case 'terms':
      return valueParameters(bucket)
    case 'histogram':
      return {
        field: bucket.field,
        interval: bucket.step,
        min_doc_count: true,
        extended_bounds: {},
        customLabel: bucket.label,
      }
    case 'range':
      return { field: bucket.field, ranges: bucket.ranges, customLabel: bucket.label }
    case 'filters':
      return {
        filters: Object.entries(bucket.filters).map(([label, { lucene }]) => ({
          input: { query: lucene, language: 'lucene' },
          label,
        })),
        ...(bucket.label === undefined ? {} : { customLabel: bucket.label }),
      }
  }
}

/** The length of an interval follows from the period that is shown. */
function timeParameters(field: string): object {
  return {
    field,
    useNormalizedEsInterval: true,
    scaleMetricValues: false,
    interval: 'auto',
    drop_partials: false,
    min_doc_count: 1,
    extended_bounds: {},
  }
}

function valueParameters({
  field,
  size,
  label,
  isInOrder = false,
}: ValuesOptions & { readonly field: string }): object {
  return {
    field,
    // The first measure of a panel has the id "1".
    orderBy: isInOrder ? '_key' : '1',
    order: isInOrder ? 'asc' : 'desc',
    size,
    otherBucket: false,
    otherBucketLabel: 'Other',
    missingBucket: false,
    missingBucketLabel: 'Missing',
    customLabel: label,
  }
}
