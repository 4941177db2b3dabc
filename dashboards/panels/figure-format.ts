import { type Metric } from './aggregation.ts'
import { type AggregationPanel } from './aggregation-panel.ts'
import { type Row } from './aggregation-rows.ts'
import { plainNumber, wholeNumber } from './number-format.ts'
import { type NumberFormat } from './picture.ts'
import { numberFormatOf } from './source.ts'

/** A count is whole; other figures are written as those of their field. */
export function formatOf({ type, field }: Metric, { source }: AggregationPanel): NumberFormat {
  if (type === 'count' || type === 'cardinality') return wholeNumber
  return numberFormatOf(source, field ?? '') ?? plainNumber
}

export function numberIn(row: Row | undefined, id: string): number | null {
  const value = row?.get(id)
  return typeof value === 'number' ? value : null
}
