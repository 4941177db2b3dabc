import { type Aggregation, bucketsOf } from './aggregation.ts'
import { type AggregationPanel } from './aggregation-panel.ts'
import { type FieldNeed, type FieldUse, metricNeeds } from './field-use.ts'
import { type PanelContent } from './panel-content.ts'
import { queryFields } from './query-fields.ts'
import { type Source } from './source.ts'
import { type TsvbMetric, type TsvbPanel, type TsvbSeries } from './tsvb-panel.ts'

/** What a panel does with fields, those that its queries name included; see Timelion's own check. */
export function fieldUses(content: PanelContent): FieldUse[] {
  if ('aggregations' in content) return aggregationPanelUses(content)
  switch (content.kind) {
    case 'timelion':
    case 'markdown':
      return []
    case 'metrics':
      return inIndex(content.index, tsvbUses(content))
    case 'input_control_vis':
      return content.controls.flatMap(({ type, field, source }) =>
        overSource(
          source,
          [],
          [
            {
              field,
              purpose: `control ${type}`,
              need: type === 'list' ? 'aggregatable' : 'a number',
            },
          ],
        ),
      )
    case 'search':
      return overSource(content.source, content.queries, [
        ...content.columns.map((field) => ({ field, purpose: 'column', need: 'there' }) as const),
        ...content.sort.map(
          ([field]) => ({ field, purpose: 'sort', need: 'aggregatable' }) as const,
        ),
      ])
  }
}

type Use = Omit<FieldUse, 'index'>

function inIndex(index: string, uses: readonly Use[]): FieldUse[] {
  return uses.map((use) => ({ ...use, index }))
}

function overSource(
  { index, timeField }: Source,
  queries: readonly string[],
  uses: readonly Use[],
): FieldUse[] {
  return inIndex(index, [time(timeField), ...queryUses(queries), ...uses])
}

function time(field: string): Use {
  return { field, purpose: 'time field', need: 'a date' }
}

function queryUses(queries: readonly string[]): Use[] {
  return queries
    .flatMap(queryFields)
    .map((field) => ({ field, purpose: 'query', need: 'there' }) as const)
}

function aggregationPanelUses(panel: AggregationPanel): FieldUse[] {
  return overSource(panel.source, allQueries(panel), panel.aggregations.flatMap(aggregationUses))
}

function allQueries({ queries, aggregations }: AggregationPanel): string[] {
  const filters = bucketsOf(aggregations).flatMap((bucket) =>
    bucket.type === 'filters' ? bucket.filters.map(({ query }) => query) : [],
  )
  return [...queries, ...filters]
}

const bucketNeeds: Readonly<Record<'terms' | 'date_histogram' | 'histogram' | 'range', FieldNeed>> =
  { terms: 'aggregatable', date_histogram: 'a date', histogram: 'a number', range: 'a number' }

function aggregationUses(aggregation: Aggregation): Use[] {
  if (aggregation.role === 'metric') {
    const { type, field } = aggregation
    return type === 'count' || field === undefined
      ? []
      : [{ field, purpose: type, need: metricNeeds[type] }]
  }
  if (aggregation.type === 'filters') return []
  const { type, field } = aggregation
  return [{ field, purpose: type, need: bucketNeeds[type] }]
}

function tsvbUses({ timeField, queries, series }: TsvbPanel): Use[] {
  return [time(timeField), ...queryUses(queries), ...series.flatMap(seriesUses)]
}

function seriesUses({ query, split, metric }: TsvbSeries): Use[] {
  const filters = split.by === 'filters' ? split.filters.map((filter) => filter.query) : []
  const terms: Use[] =
    split.by === 'terms' ? [{ field: split.field, purpose: 'split', need: 'aggregatable' }] : []
  return [...queryUses([query, ...filters]), ...terms, ...tsvbMetricUses(metric)]
}

function tsvbMetricUses(metric: TsvbMetric): Use[] {
  switch (metric.type) {
    case 'count':
      return []
    case 'filter_ratio':
      return queryUses([metric.numerator, metric.denominator])
    case 'percentile':
      return [{ field: metric.field, purpose: metric.type, need: 'a number' }]
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
    case 'cardinality':
      return [{ field: metric.field, purpose: metric.type, need: metricNeeds[metric.type] }]
  }
}
