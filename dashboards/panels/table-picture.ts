import { type AggregationPanel } from './aggregation-panel.ts'
import { type Row } from './aggregation-rows.ts'
import { type Bucket, bucketsOf, type FigureColumn, figuresOf } from './aggregation.ts'
import { formatOf } from './figure-format.ts'
import { moment } from './number-format.ts'
import { type Column, type TablePicture } from './picture.ts'
import { valueLooks } from './source.ts'

/** A row per innermost bucket; a figure that the panel names gets a column with its shares. */
export function tablePicture(panel: AggregationPanel, rows: readonly Row[]): TablePicture {
  const buckets = bucketsOf(panel.aggregations)
  const columns = figuresOf(panel.aggregations)
  const shared = columns.filter(({ label }) => label === panel.shareOf).slice(0, 1)
  const shares = shared.map((column) => sharesOf(column, rows))
  return {
    kind: 'table',
    columns: [
      ...buckets.map((bucket) => bucketColumn(bucket, panel)),
      ...columns.map(({ label, metric }) => ({
        label,
        kind: 'number' as const,
        format: formatOf(metric, panel),
      })),
      ...shared.map(({ label }) => shareColumn(label)),
    ],
    rows: rows.map((row, position) => [
      ...buckets.map(({ id }) => row.values.get(id)?.label ?? null),
      ...columns.map(({ id }) => row.figures.get(id) ?? null),
      ...shares.map((share) => share[position] ?? null),
    ]),
    narrowings: rows.map(({ values }) => [
      ...buckets.map(({ id }) => values.get(id)?.narrowing ?? null),
      ...[...columns, ...shared].map(() => null),
    ]),
  }
}

function bucketColumn(bucket: Bucket, { source }: AggregationPanel): Column {
  const { label, type } = bucket
  if (type === 'date_histogram') return { label, kind: 'number', format: moment }
  return { label, kind: 'text', ...(type === 'terms' ? valueLooks(source, bucket.field) : {}) }
}

/** Of the whole that the rows make; there are none of nothing. */
function sharesOf({ id }: FigureColumn, rows: readonly Row[]): (number | null)[] {
  const figures = rows.map((row) => row.figures.get(id) ?? 0)
  const total = figures.reduce((sum, figure) => sum + figure, 0)
  return figures.map((figure) => (total === 0 ? null : figure / total))
}

function shareColumn(label: string): Column {
  return {
    label: `${label}, share`,
    kind: 'number',
    format: { decimalsMin: 1, decimalsMax: 1, unit: { kind: 'percent' } },
  }
}
