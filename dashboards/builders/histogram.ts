import { type SavedObject } from '../saved-object.ts'
import { termsBucket, timeBucket } from './bucket.ts'
import { type DataView } from './data-view.ts'
import { type Measure, measureAggregations } from './measure.ts'
import { type PanelOptions, visualization } from './visualization.ts'

interface HistogramOptions<FieldName extends string> extends PanelOptions {
  readonly measure: Measure<FieldName>
  /** One colour of the bars per value of this field. */
  readonly split: {
    readonly field: FieldName
    readonly label: string
    readonly size: number
    readonly colours?: Readonly<Record<string, string>>
  }
}

/** Stacked bars over time. */
export function histogram<FieldName extends string>(
  view: DataView<FieldName>,
  options: HistogramOptions<NoInfer<FieldName>>,
): SavedObject {
  const { measure, split } = options
  return visualization(options, {
    type: 'histogram',
    view,
    colours: split.colours,
    params: barChart(measure.label),
    aggregations: [
      ...measureAggregations([measure]),
      timeBucket('2', view.timeField),
      termsBucket({ ...split, id: '3', schema: 'group', orderBy: '1' }),
    ],
  })
}

function barChart(label: string): object {
  return {
    type: 'histogram',
    grid: { categoryLines: false },
    categoryAxes: [
      {
        id: 'CategoryAxis-1',
        type: 'category',
        position: 'bottom',
        show: true,
        style: {},
        scale: { type: 'linear' },
        labels: { show: true, filter: true, truncate: 100 },
        title: {},
      },
    ],
    valueAxes: [
      {
        id: 'ValueAxis-1',
        name: 'LeftAxis-1',
        type: 'value',
        position: 'left',
        show: true,
        style: {},
        scale: { type: 'linear', mode: 'normal' },
        labels: { show: true, rotate: 0, filter: false, truncate: 100 },
        title: { text: label },
      },
    ],
    seriesParams: [
      {
        show: true,
        type: 'histogram',
        mode: 'stacked',
        data: { label, id: '1' },
        valueAxis: 'ValueAxis-1',
        drawLinesBetweenPoints: true,
        lineWidth: 2,
        showCircles: true,
      },
    ],
    addTooltip: true,
    addLegend: true,
    legendPosition: 'right',
    times: [],
    addTimeMarker: false,
    labels: { show: false },
    thresholdLine: { show: false, value: 10, width: 1, style: 'full', color: '#E7664C' },
  }
}
