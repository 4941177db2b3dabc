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

export function sum<FieldName extends string>(field: FieldName, label: string): Measure<FieldName> {
  return { type: 'sum', field, label }
}

export function average<FieldName extends string>(
  field: FieldName,
  label: string,
): Measure<FieldName> {
  return { type: 'avg', field, label }
}

/** How many different values; Elasticsearch estimates it above a few thousand. */
export function distinct<FieldName extends string>(
  field: FieldName,
  label: string,
): Measure<FieldName> {
  return { type: 'cardinality', field, label }
}

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
