import { type Bucket, bucketsOf, figuresOf } from './aggregation.ts'
import { type AggregationPanel } from './aggregation-panel.ts'
import { type Row } from './aggregation-rows.ts'
import { invalidDashboard } from '../invalid.ts'
import { formatOf, numberIn } from './figure-format.ts'
import { type Picture } from './picture.ts'

/**
 * A figure by two buckets, as a table: a row per value of the split (`group`), a column per place on
 * the axis (`segment`). It stands for a heatmap and for charts that are not over time.
 */
export function crossTable(panel: AggregationPanel, rows: readonly Row[]): Picture {
  const { across, down } = crossParts(panel)
  const [figure, ...others] = figuresOf(panel.aggregations)
  if (figure === undefined || others.length > 0) {
    throw invalidDashboard(`a ${panel.kind} of several figures is drawn over time only`)
  }
  const format = formatOf(figure.metric, panel)
  // A chart that is not split is read from top to bottom.
  if (down === undefined) {
    return {
      kind: 'table',
      columns: [
        { label: across.label, kind: 'text' },
        { label: figure.label, kind: 'number', format },
      ],
      rows: rows.map((row) => [row.get(across.id) ?? null, numberIn(row, figure.id)]),
    }
  }
  const places = valuesOf(rows, across)
  return {
    kind: 'table',
    isShaded: true,
    columns: [
      { label: down.label, kind: 'text' },
      ...places.map((place) => ({ label: String(place), kind: 'number' as const, format })),
    ],
    rows: valuesOf(rows, down).map((value) => {
      const own = rows.filter((row) => row.get(down.id) === value)
      const figures = new Map(own.map((row) => [row.get(across.id), numberIn(row, figure.id)]))
      return [value, ...places.map((place) => figures.get(place) ?? null)]
    }),
  }
}

function crossParts({ aggregations, kind }: AggregationPanel) {
  const buckets = bucketsOf(aggregations)
  const across = buckets.find(({ schema }) => schema === 'segment')
  const [down, ...others] = buckets.filter((bucket) => bucket !== across)
  if (across === undefined || others.length > 0) {
    throw invalidDashboard(`a ${kind} is drawn along one axis, split by one field at most`)
  }
  return { across, down }
}

/** Numbers by size; others in the order of Elasticsearch's answer, which is that of the panel. */
function valuesOf(rows: readonly Row[], { id }: Bucket): (string | number)[] {
  const values = [...new Set(rows.map((row) => row.get(id) ?? ''))]
  return values.every((value) => typeof value === 'number') ? values.sort((a, b) => a - b) : values
}
