import { type Metric } from './aggregation.ts'
import { type AggregationPanel } from './aggregation-panel.ts'
import { plainNumber, wholeNumber } from './number-format.ts'
import { type NumberFormat } from './picture.ts'
import { numberFormatOf } from './source.ts'

/** A count is whole; other figures are written as those of their field. */
export function formatOf({ type, field }: Metric, { source }: AggregationPanel): NumberFormat {
  if (isCount(type)) return wholeNumber
  return numberFormatOf(source, field ?? '') ?? plainNumber
}

/** Whether it counts something: over nothing it is 0. */
export function isCount(type: Metric['type']): boolean {
  return type === 'count' || type === 'cardinality'
}
