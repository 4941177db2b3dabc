import { type AggregationPanel } from './aggregation-panel.ts'
import { type FigureColumn } from './aggregation.ts'

/** As Kibana calls a series. */
export function seriesLabel(
  value: string | undefined,
  { label }: FigureColumn,
  columnCount: number,
): string {
  if (value === undefined) return label
  return columnCount === 1 ? value : `${value}: ${label}`
}

/** How the figures of a metric are drawn. */
export function appearance({ kind, marks }: AggregationPanel, { metric }: FigureColumn) {
  const { type = kind, isStacked = false, width = 2 } = marks.get(metric.id) ?? {}
  const isBars = type === 'histogram'
  return {
    mark: isBars ? ('bars' as const) : ('line' as const),
    width: isBars ? 0 : width,
    fill: isBars ? 1 : type === 'area' ? 0.5 : 0,
    isStacked,
  }
}

/** Of a value or figure, where the panel or its data view gives it one. */
export function colourOf({ colours }: AggregationPanel, value: string): { colour?: string } {
  const colour = Object.hasOwn(colours, value) ? colours[value] : undefined
  return colour === undefined ? {} : { colour }
}

/** Where nothing happened a count or a sum is 0; an average is nothing. */
export function emptyFigure({ metric: { type } }: FigureColumn): number | null {
  return type === 'count' || type === 'sum' || type === 'cardinality' ? 0 : null
}
