import { invalidDashboard } from '../invalid.ts'
import { type AggregationPanel } from './aggregation-panel.ts'
import { type Row } from './aggregation-rows.ts'
import { bucketsOf, figuresOf } from './aggregation.ts'
import { axisValues, placeOf, rowsByValue } from './axis-values.ts'
import { formatOf } from './figure-format.ts'
import { type Period } from './period.ts'
import { type Picture } from './picture.ts'
import { colourOf } from './series-style.ts'

/** A slice per value of the one thing that a pie is split by. */
export function piePicture(panel: AggregationPanel, rows: readonly Row[], period: Period): Picture {
  const [split, ...splits] = bucketsOf(panel.aggregations)
  const [figure, ...figures] = figuresOf(panel.aggregations)
  if (split === undefined || figure === undefined || splits.length + figures.length > 0) {
    throw invalidDashboard('a pie has one figure, split by one field')
  }
  const byValue = rowsByValue(rows, split)
  return {
    kind: 'pie',
    label: figure.label,
    format: formatOf(figure.metric, panel),
    isDonut: panel.isDonut,
    slices: axisValues(panel, rows, split).map((value) => {
      const place = placeOf(value, period)
      return {
        ...place,
        ...colourOf(panel, place.label),
        value: byValue.get(value.id)?.figures.get(figure.id) ?? null,
      }
    }),
  }
}
