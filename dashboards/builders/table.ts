import { type SavedObject } from '../saved-object.ts'
import { termsBucket } from './bucket.ts'
import { type DataView } from './data-view.ts'
import { type Measure, measureAggregations, measureId } from './measure.ts'
import { type PanelOptions, visualization } from './visualization.ts'

interface TableOptions<FieldName extends string> extends PanelOptions {
  /** One row per value of this field. */
  readonly rows: { readonly field: FieldName; readonly label: string; readonly size: number }
  /** The columns; rows are ordered by the first. */
  readonly measures: readonly Measure<FieldName>[]
}

/** The values of a field for which a measure is largest, one row each. */
export function table<FieldName extends string>(
  view: DataView<FieldName>,
  options: TableOptions<NoInfer<FieldName>>,
): SavedObject {
  const { measures, rows } = options
  return visualization(options, {
    type: 'table',
    view,
    params: {
      perPage: rows.size,
      showPartialRows: false,
      showMetricsAtAllLevels: false,
      sort: { columnIndex: null, direction: null },
      showTotal: false,
      totalFunc: 'sum',
      percentageCol: '',
    },
    aggregations: [
      ...measureAggregations(measures),
      termsBucket({
        ...rows,
        id: measureId(measures.length),
        schema: 'bucket',
        orderBy: measureId(0),
      }),
    ],
  })
}
