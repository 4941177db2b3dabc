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
export const smallest = over('min')
export const largest = over('max')
/** How many different values; Elasticsearch estimates it above a few thousand. */
export const distinct = over('cardinality')

/** The measures as Kibana's aggregations, numbered from "1". */
export function measureAggregations(measures: readonly Measure[]): object[] {
  return measures.map((measure, index) => ({
    id: measureId(index),
    enabled: true,
    type: measure.type,
    schema: 'metric',
    params: {
      ...(measure.type === 'count' ? {} : { field: measure.field }),
      customLabel: measure.label,
    },
  }))
}

export function measureId(index: number): string {
  return String(index + 1)
}
