/** A figure over a set of documents. */
export type Measure<FieldName extends string = string> =
  | { readonly type: 'count'; readonly label: string }
  | {
      readonly type: 'sum' | 'avg' | 'min' | 'max' | 'cardinality'
      readonly label: string
      readonly field: FieldName
    }

/** How many documents. */
export function count(label: string): Measure<never> {
  return { type: 'count', label }
}

const over =
  (type: Exclude<Measure['type'], 'count'>) =>
  <FieldName extends string>(field: FieldName, label: string): Measure<FieldName> => ({
    type,
    field,
    label,
  })

export const sum = over('sum')
export const average = over('avg')
export const largest = over('max')
/** How many different values; beyond `exactUpTo` an estimate, which the panel's description says. */
export const distinct = over('cardinality')

/**
 * Up to how many different values Elasticsearch counts them (nearly) exactly: of all documents as
 * many as it can, in each bucket fewer, as one takes 8 bytes of its memory for each.
 */
export const exactUpTo = { whole: 40_000, bucket: 10_000 } as const

/** What a panel with a distinct count says of it. */
export const estimateNote = {
  whole: 'Different customers are counted up to 40,000, and estimated beyond.',
  bucket: 'Different customers are counted up to 10,000 a row, and estimated beyond.',
} as const

/** The measures as Kibana's aggregations, numbered from "1". */
export function measureAggregations(
  measures: readonly Measure[],
  over: keyof typeof exactUpTo,
): object[] {
  return measures.map((measure, index) => ({
    id: measureId(index),
    enabled: true,
    type: measure.type,
    schema: 'metric',
    params: {
      ...(measure.type === 'count' ? {} : { field: measure.field }),
      customLabel: measure.label,
      // What Kibana's editor calls advanced: it becomes part of the request.
      ...(measure.type === 'cardinality'
        ? { json: JSON.stringify({ precision_threshold: exactUpTo[over] }) }
        : {}),
    },
  }))
}

export function measureId(index: number): string {
  return String(index + 1)
}
