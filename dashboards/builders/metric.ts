import { type SavedObject } from '../saved-object.ts'
import { type DataView } from './data-view.ts'
import { type Measure, measureAggregations } from './measure.ts'
import { type PanelOptions, visualization } from './visualization.ts'

interface MetricOptions<FieldName extends string> extends PanelOptions {
  readonly measures: readonly Measure<FieldName>[]
  /** In points; smaller for what is long, as a time is. */
  readonly fontSize?: number
}

/** Large figures beside each other. */
export function metric<FieldName extends string>(
  view: DataView<FieldName>,
  options: MetricOptions<NoInfer<FieldName>>,
): SavedObject {
  const { measures, fontSize = 36 } = options
  return visualization(options, {
    type: 'metric',
    view,
    params: {
      addTooltip: true,
      addLegend: false,
      type: 'metric',
      metric: {
        percentageMode: false,
        useRanges: false,
        colorSchema: 'Green to Red',
        metricColorMode: 'None',
        colorsRange: [{ from: 0, to: 10000 }],
        labels: { show: true },
        invertColors: false,
        style: { bgFill: '#000', bgColor: false, labelColor: false, subText: '', fontSize },
      },
    },
    aggregations: measureAggregations(measures, 'whole'),
  })
}
