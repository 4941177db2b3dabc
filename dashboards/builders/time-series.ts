import { type SavedObject } from '../saved-object.ts'
import { type DataView } from './data-view.ts'
import { type Filter } from './filter.ts'
import { type Measure } from './measure.ts'
import { type PanelOptions, visualization } from './visualization.ts'

interface TimeSeriesOptions<FieldName extends string> extends PanelOptions {
  readonly lines: readonly TimeSeriesLine<FieldName>[]
  /** Stands behind each figure; of `ms`, Kibana writes seconds. */
  readonly unit: 'EUR' | 'ms'
}

interface TimeSeriesLine<FieldName extends string> {
  readonly measure: Measure<FieldName> | Percentile<FieldName>
  readonly colour: string
}

interface Percentile<FieldName extends string> {
  readonly type: 'percentile'
  readonly field: FieldName
  readonly percent: number
  readonly label: string
}

/** What so many percent of the values are not above; Kibana writes the number behind the label. */
export function percentile<FieldName extends string>(
  field: FieldName,
  percent: number,
  label: string,
): Percentile<FieldName> {
  return { type: 'percentile', field, percent, label }
}

/**
 * Lines over time by TSVB, each a series of its own: percentiles of one series share one colour.
 *
 * Only the panel type `timeseries`, and no `filter_ratio`: for the others TSVB asks for an
 * `auto_date_histogram` or a script, which the embedded Elasticsearch lacks.
 */
export function timeSeries<FieldName extends string>(
  view: DataView<FieldName>,
  options: TimeSeriesOptions<NoInfer<FieldName>>,
): SavedObject {
  const { filter, lines, unit, ...names } = options
  const panel = visualization(names, {
    type: 'metrics',
    params: {
      id: options.id,
      type: 'timeseries',
      time_field: view.timeField,
      // By name: a reference is only understood from 7.13 on.
      index_pattern: view.title,
      interval: 'auto',
      axis_position: 'left',
      axis_formatter: 'number',
      axis_scale: 'normal',
      axis_min: 0,
      show_legend: 1,
      show_grid: 1,
      legend_position: 'bottom',
      tooltip_mode: 'show_all',
      drop_last_bucket: 0,
      ...(filter === undefined ? {} : { filter: luceneQuery(filter) }),
      series: lines.map((line, index) => seriesItem(line, { id: `line-${index + 1}`, unit })),
      annotations: [],
    },
  })
  // Its query is in the parameters, and 7.10 empties this one.
  const kibanaSavedObjectMeta = { searchSourceJSON: '{}' }
  return { ...panel, attributes: { ...panel.attributes, kibanaSavedObjectMeta } }
}

function seriesItem(
  { measure, colour }: TimeSeriesLine<string>,
  { id, unit }: { readonly id: string; readonly unit: 'EUR' | 'ms' },
): object {
  return {
    id,
    label: measure.label,
    color: colour,
    split_mode: 'everything',
    split_color_mode: 'kibana',
    separate_axis: 0,
    axis_position: 'right',
    ...(unit === 'ms'
      ? { formatter: 'ms,s,2', value_template: '{{value}} s' }
      : { formatter: 'number', value_template: `{{value}} ${unit}` }),
    chart_type: 'line',
    line_width: 2,
    point_size: 0,
    fill: 0,
    stacked: 'none',
    metrics: [{ id: `${id}-measure`, ...metricOf(measure) }],
  }
}

function metricOf(measure: TimeSeriesLine<string>['measure']): object {
  if (measure.type === 'count') return { type: 'count' }
  const { type, field } = measure
  if (type !== 'percentile') return { type, field }
  const id = `percentile-${measure.percent}`
  const percentiles = [{ id, value: measure.percent, mode: 'line', shade: 0.2, percentile: '' }]
  return { type, field, percentiles }
}

function luceneQuery({ lucene }: Filter): object {
  return { query: lucene, language: 'lucene' }
}
