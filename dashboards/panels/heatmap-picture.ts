import { invalidDashboard } from '../invalid.ts'
import { type AggregationPanel } from './aggregation-panel.ts'
import { type Row } from './aggregation-rows.ts'
import { figuresOf } from './aggregation.ts'
import { axisParts, axisValues, placeOf, rowsByValue, rowsOfValue } from './axis-values.ts'
import { formatOf } from './figure-format.ts'
import { type Period } from './period.ts'
import { type Picture } from './picture.ts'

/** A cell for each column (`segment`) and row (`group`); null where nothing is. */
export function heatmapPicture(
  panel: AggregationPanel,
  rows: readonly Row[],
  period: Period,
): Picture {
  const { across, split: down } = axisParts(panel)
  const [figure, ...figures] = figuresOf(panel.aggregations)
  if (down === undefined || figure === undefined || figures.length > 0) {
    throw invalidDashboard('a heatmap has one figure, by columns and rows')
  }
  const columns = axisValues(panel, rows, across)
  const lines = axisValues(panel, rows, down)
  return {
    kind: 'heatmap',
    label: figure.label,
    format: formatOf(figure.metric, panel),
    columnLabel: across.label,
    columns: columns.map((value) => placeOf(value, period)),
    rowLabel: down.label,
    rows: lines.map((value) => placeOf(value, period)),
    cells: lines.map((line) => {
      const own = rowsOfValue(rows, down, line)
      const byColumn = rowsByValue(own, across)
      return columns.map(({ id }) => byColumn.get(id)?.figures.get(figure.id) ?? null)
    }),
  }
}
