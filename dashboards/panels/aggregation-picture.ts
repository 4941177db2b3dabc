import { invalidDashboard } from '../invalid.ts'
import { type AggregationPanel } from './aggregation-panel.ts'
import { type Row, rowsOf } from './aggregation-rows.ts'
import { bucketsOf, figuresOf, labelsOf } from './aggregation.ts'
import { barsPicture } from './bars-picture.ts'
import { chartPicture } from './chart-picture.ts'
import { formatOf, isCount } from './figure-format.ts'
import { heatmapPicture } from './heatmap-picture.ts'
import { type Period } from './period.ts'
import { type Picture } from './picture.ts'
import { piePicture } from './pie-picture.ts'
import { type SearchAnswer } from './search.ts'
import { tablePicture } from './table-picture.ts'

/** What a panel of aggregations shows: the third step from a saved object to a picture. */
export function aggregationPicture(
  panel: AggregationPanel,
  answer: SearchAnswer,
  period: Period,
): Picture {
  if (isCountOfKnown(panel)) return drawn(panel, rowsOf(panel, countable(panel, answer)), period)
  if (answer._shards.total === 0) return nothingWritten(panel.source.index)
  const rows = rowsOf(panel, answer)
  const isEmpty = rows.length === 0 || answer.hits.total.value === 0
  return isEmpty && panel.kind !== 'metric' ? nothingFound(panel) : drawn(panel, rows, period)
}

/**
 * Whether all that it shows is how many there are of what is known beforehand: over nothing, and
 * before anything is written, these are as many zeros. An average of nothing is none, and neither
 * are the values of a field known that nothing has yet; an empty chart says less than a sentence.
 */
function isCountOfKnown({ kind, aggregations }: AggregationPanel): boolean {
  return (
    (kind === 'metric' || kind === 'table') &&
    figuresOf(aggregations).every(({ metric }) => isCount(metric.type)) &&
    bucketsOf(aggregations).every(({ type }) => type === 'filters' || type === 'range')
  )
}

/** An index that is not there answers without aggregations; this is what an empty one answers. */
function countable({ aggregations }: AggregationPanel, answer: SearchAnswer): SearchAnswer {
  if (answer._shards.total > 0) return answer
  const distinct = figuresOf(aggregations).filter(({ metric }) => metric.type === 'cardinality')
  const figures = Object.fromEntries(distinct.map(({ id }) => [id, { value: 0 }]))
  const whole = bucketsOf(aggregations).reduceRight<object>((inner, bucket) => {
    const labels = labelsOf(bucket)
    const empty = { doc_count: 0, ...figures, ...inner }
    return { [bucket.id]: { buckets: Object.fromEntries(labels.map((label) => [label, empty])) } }
  }, figures)
  return { ...answer, aggregations: { ...whole } }
}

function drawn(panel: AggregationPanel, rows: readonly Row[], period: Period): Picture {
  switch (panel.kind) {
    case 'metric':
      return figures(panel, rows)
    case 'table':
      return tablePicture(panel, rows)
    case 'pie':
      return piePicture(panel, rows, period)
    case 'heatmap':
      return heatmapPicture(panel, rows, period)
    case 'histogram':
    case 'line':
    case 'area': {
      const isOverTime = bucketsOf(panel.aggregations).some(({ type }) => type === 'date_histogram')
      return (isOverTime ? chartPicture : barsPicture)(panel, rows, period)
    }
  }
}

/** An alias without an index: no document has been written yet. */
export function nothingWritten(index: string): Picture {
  return { kind: 'empty', reason: `Nothing has been written to ${index} yet.` }
}

function nothingFound({ queries }: AggregationPanel): Picture {
  const query = queries.filter((text) => text !== '').join(' and ')
  return {
    kind: 'empty',
    reason:
      query === ''
        ? 'Nothing happened in this period.'
        : `Nothing in this period matches ${query}.`,
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
      value: row?.figures.get(id) ?? null,
      format: formatOf(metric, panel),
    })),
  }
}
