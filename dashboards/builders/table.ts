import { type SavedObject } from '../saved-object.ts'
import { type Bucket, bucketAggregation } from './bucket.ts'
import { type DataView } from './data-view.ts'
import { type Measure, measureAggregations, measureId } from './measure.ts'
import { type PanelOptions, visualization } from './visualization.ts'

interface TableOptions<FieldName extends string> extends PanelOptions {
  /** One row per bucket; of several, one per combination that occurs. */
  readonly rows: readonly [Bucket<FieldName>, ...Bucket<FieldName>[]]
  /** The columns; rows are ordered by the first. */
  readonly measures: readonly [Measure<FieldName>, ...Measure<FieldName>[]]
  /** Adds a column: the share of each row in the first measure, in percent. */
  readonly hasShares?: boolean
}

/** What fits a panel of 15 grid rows; Kibana puts the others on further pages. */
const rowsPerPage = 10

/** Figures for each of some rows. */
export function table<FieldName extends string>(
  view: DataView<FieldName>,
  options: TableOptions<NoInfer<FieldName>>,
): SavedObject {
  const { measures, rows, hasShares = false } = options
  return visualization(options, {
    type: 'table',
    view,
    params: {
      perPage: rowsPerPage,
      showPartialRows: false,
      showMetricsAtAllLevels: false,
      sort: { columnIndex: null, direction: null },
      showTotal: false,
      totalFunc: 'sum',
      percentageCol: hasShares ? measures[0].label : '',
    },
    aggregations: [
      ...measureAggregations(measures, 'bucket'),
      ...rows.map((row, index) => bucketAggregation(row, measureId(measures.length + index), 'bucket')), // prettier-ignore
    ],
  })
}
