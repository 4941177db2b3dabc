import { colours } from '../colours.ts'
import { type SavedObject } from '../saved-object.ts'
import { type Bucket, bucketAggregation, coloursOf } from './bucket.ts'
import { type DataView } from './data-view.ts'
import { type Measure, measureAggregations } from './measure.ts'
import { type PanelOptions, visualization } from './visualization.ts'

interface ChartOptions<FieldName extends string> extends PanelOptions {
  readonly measure: Measure<FieldName>
  /** Along the axis; over time, when it is left out. */
  readonly over?: Bucket<FieldName>
  /** One colour per bucket. */
  readonly split?: Bucket<FieldName>
}

type Mark = 'histogram' | 'line' | 'area'

const chart =
  (mark: Mark) =>
  <FieldName extends string>(
    view: DataView<FieldName>,
    options: ChartOptions<NoInfer<FieldName>>,
  ): SavedObject => {
    const { measure, split, over = { type: 'date_histogram', field: view.timeField } } = options
    return visualization(options, {
      type: mark,
      view,
      colours: split === undefined ? { [measure.label]: colours.main } : coloursOf(split, view),
      params: chartParameters(mark, { label: measure.label, hasLegend: split !== undefined }),
      aggregations: [
        ...measureAggregations([measure], 'bucket'),
        bucketAggregation(over, '2', 'segment'),
        ...(split === undefined ? [] : [bucketAggregation(split, '3', 'group')]),
      ],
    })
  }

/** Bars, stacked where they are split. */
export const histogram = chart('histogram')
/** Lines, one over the other. */
export const line = chart('line')
/** Areas, stacked. */
export const area = chart('area')

interface ChartTexts {
  readonly label: string
  readonly hasLegend: boolean
}

function chartParameters(type: Mark, { label, hasLegend }: ChartTexts): object {
  return {
    type,
    grid: { categoryLines: false },
    ...axes(label),
    seriesParams: [
      {
        show: true,
        type,
        mode: type === 'line' ? 'normal' : 'stacked',
        data: { label, id: '1' },
        valueAxis: 'ValueAxis-1',
        drawLinesBetweenPoints: true,
        lineWidth: 2,
        interpolate: 'linear',
        showCircles: type === 'line',
      },
    ],
    addTooltip: true,
    addLegend: hasLegend,
    legendPosition: 'right',
    times: [],
    addTimeMarker: false,
    labels: { show: false },
    thresholdLine: { show: false, value: 10, width: 1, style: 'full', color: '#E7664C' },
  }
}

function axes(label: string): object {
  return {
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
  }
}
