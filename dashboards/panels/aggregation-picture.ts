import { invalidDashboard } from '../invalid.ts'
import { bucketsOf, figuresOf } from './aggregation.ts'
import { type AggregationPanel } from './aggregation-panel.ts'
import { type Row, rowsOf } from './aggregation-rows.ts'
import { chartPicture } from './chart-picture.ts'
import { crossTable } from './cross-table.ts'
import { formatOf, numberIn } from './figure-format.ts'
import { type Period } from './period.ts'
import { type Column, type Picture } from './picture.ts'
import { type SearchAnswer } from './search.ts'

/** What a panel of aggregations shows: the third step from a saved object to a picture. */
export function aggregationPicture(
  panel: AggregationPanel,
  answer: SearchAnswer,
  period: Period,
): Picture {
  const { index } = panel.source
  if (answer._shards.total === 0) return nothingWritten(index)
  const rows = rowsOf(panel, answer)
  if (panel.kind === 'metric') return figures(panel, rows)
  if (rows.length === 0 || answer.hits.total.value === 0) return nothingFound(panel)
  // The page has no slices: a pie is the table of its values.
  if (panel.kind === 'table' || panel.kind === 'pie') return tableOf(panel, rows)
  const isOverTime = bucketsOf(panel.aggregations).some(({ type }) => type === 'date_histogram')
  return isOverTime && panel.kind !== 'heatmap'
    ? chartPicture(panel, rows, period)
    : crossTable(panel, rows)
}

/** An alias without an index: no document has been written yet. */
export function nothingWritten(index: string): Picture {
  return { kind: 'empty', reason: `Nothing has been written to ${index} yet.` }
}

function nothingFound({ queries }: AggregationPanel): Picture {
  const query = queries.filter((text) => text !== '').join(' and ')
  const matching = query === '' ? '' : ` matches ${query}`
  return {
    kind: 'empty',
    reason:
      query === '' ? 'Nothing happened in this period.' : `Nothing in this period${matching}.`,
  }
}

function figures(panel: AggregationPanel, [row]: readonly Row[]): Picture {
  if (bucketsOf(panel.aggregations).length > 0) {
    throw invalidDashboard('a metric that is split is not drawn here')
  }
  return {
    kind: 'figures',
    figures: figuresOf(panel.aggregations).map(({ id, label, metric }) => ({
      label,
      value: numberIn(row, id),
      format: formatOf(metric, panel),
    })),
  }
}

function tableOf(panel: AggregationPanel, rows: readonly Row[]): Picture {
  const buckets = bucketsOf(panel.aggregations)
  const columns = figuresOf(panel.aggregations)
  const shared = columns.find(({ label }) => label === panel.shareOf)
  const total = rows.reduce((sum, row) => sum + (numberIn(row, shared?.id ?? '') ?? 0), 0)
  const shares: Column[] = shared === undefined ? [] : [shareColumn(shared.label)]
  const ids = [...buckets, ...columns].map(({ id }) => id)
  return {
    kind: 'table',
    columns: [
      ...buckets.map(({ label }) => ({ label, kind: 'text' as const })),
      ...columns.map(({ label, metric }) => ({
        label,
        kind: 'number' as const,
        format: formatOf(metric, panel),
      })),
      ...shares,
    ],
    rows: rows.map((row) => [
      ...ids.map((id) => row.get(id) ?? null),
      ...shares.map(() => (numberIn(row, shared?.id ?? '') ?? 0) / total),
    ]),
  }
}

function shareColumn(label: string): Column {
  return {
    label: `${label}, share`,
    kind: 'number',
    format: { decimalsMin: 1, decimalsMax: 1, unit: { kind: 'percent' } },
  }
}
