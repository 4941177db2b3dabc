import { type SavedObject } from '../saved-object.ts'
import { type Bucket, bucketAggregation } from './bucket.ts'
import { type DataView } from './data-view.ts'
import { type Measure, measureAggregations } from './measure.ts'
import { type PanelOptions, visualization } from './visualization.ts'

interface HeatmapOptions<FieldName extends string> extends PanelOptions {
  readonly measure: Measure<FieldName>
  readonly columns: Bucket<FieldName>
  readonly rows: Bucket<FieldName>
}

/** A cell for each column and row, the darker the larger. */
export function heatmap<FieldName extends string>(
  view: DataView<FieldName>,
  options: HeatmapOptions<NoInfer<FieldName>>,
): SavedObject {
  const { measure, columns, rows } = options
  return visualization(options, {
    type: 'heatmap',
    view,
    params: {
      type: 'heatmap',
      addTooltip: true,
      addLegend: true,
      enableHover: false,
      legendPosition: 'right',
      times: [],
      colorsNumber: 6,
      colorSchema: 'Blues',
      setColorRange: false,
      colorsRange: [],
      invertColors: false,
      percentageMode: false,
      valueAxes: [
        {
          show: false,
          id: 'ValueAxis-1',
          type: 'value',
          scale: { type: 'linear', defaultYExtents: false },
          labels: { show: false, rotate: 0, overwriteColor: false, color: 'black' },
        },
      ],
    },
    aggregations: [
      ...measureAggregations([measure], 'bucket'),
      bucketAggregation(columns, '2', 'segment'),
      bucketAggregation(rows, '3', 'group'),
    ],
  })
}
