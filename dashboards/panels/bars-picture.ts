import { invalidDashboard } from '../invalid.ts'
import { type AggregationPanel } from './aggregation-panel.ts'
import { type Row } from './aggregation-rows.ts'
import { type FigureColumn, figuresOf } from './aggregation.ts'
import { axisParts, axisValues, placeOf, rowsByValue, rowsOfValue } from './axis-values.ts'
import { formatOf } from './figure-format.ts'
import { type Period } from './period.ts'
import { type BarsSeries, type Picture, type Place } from './picture.ts'
import { appearance, colourOf, emptyFigure, seriesLabel } from './series-style.ts'

/** Bars, lines or areas along an axis that is not time, one series per figure and value of the split. */
export function barsPicture(
  panel: AggregationPanel,
  rows: readonly Row[],
  period: Period,
): Picture {
  const { across, split } = axisParts(panel)
  const columns = figuresOf(panel.aggregations)
  const [first] = columns
  if (first === undefined) throw invalidDashboard('a chart without a figure is not drawn here')
  const places = axisValues(panel, rows, across)
  const parts =
    split === undefined
      ? [{ place: undefined, members: rows }]
      : axisValues(panel, rows, split).map((value) => ({
          place: placeOf(value, period),
          members: rowsOfValue(rows, split, value),
        }))
  const series = parts.flatMap(({ place, members }) => {
    const byPlace = rowsByValue(members, across)
    return columns.map((column): BarsSeries => ({
      ...seriesOf(panel, column, place),
      values: places.map(({ id }) => byPlace.get(id)?.figures.get(column.id) ?? emptyFigure(column)), // prettier-ignore
    }))
  })
  return {
    kind: 'bars',
    label: across.label,
    places: places.map((value) => placeOf(value, period)),
    axis: {
      label: columns.length === 1 ? first.label : '',
      format: formatOf(first.metric, panel),
      minimum: null,
      maximum: null,
      side: 'left',
    },
    series,
    hasLegend: panel.hasLegend && series.length > 1,
  }
}

function seriesOf(
  panel: AggregationPanel,
  column: FigureColumn,
  place: Place | undefined,
): Omit<BarsSeries, 'values'> {
  const { mark, fill, isStacked } = appearance(panel, column)
  return {
    label: seriesLabel(place?.label, column, figuresOf(panel.aggregations).length),
    narrowing: place?.narrowing ?? null,
    ...colourOf(panel, place?.label ?? column.label),
    mark,
    fill,
    isStacked,
  }
}
