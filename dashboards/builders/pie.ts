import { type SavedObject } from '../saved-object.ts'
import { type Bucket, bucketAggregation, coloursOf } from './bucket.ts'
import { type DataView } from './data-view.ts'
import { type Measure, measureAggregations } from './measure.ts'
import { type PanelOptions, visualization } from './visualization.ts'

interface PieOptions<FieldName extends string> extends PanelOptions {
  readonly measure: Measure<FieldName>
  readonly slices: Bucket<FieldName>
}

/** The parts of a whole, each with its percentage. */
export function pie<FieldName extends string>(
  view: DataView<FieldName>,
  options: PieOptions<NoInfer<FieldName>>,
): SavedObject {
  const { measure, slices } = options
  return visualization(options, {
    type: 'pie',
    view,
    colours: coloursOf(slices, view),
    params: {
      type: 'pie',
      addTooltip: true,
      addLegend: true,
      legendPosition: 'right',
      isDonut: true,
      labels: { show: true, values: true, last_level: true, truncate: 100 },
    },
    aggregations: [
      ...measureAggregations([measure], 'bucket'),
      bucketAggregation(slices, '2', 'segment'),
    ],
  })
}
