import { autoInterval, checkBucketCount, dateHistogramInterval, type Interval, parseInterval } from './interval.ts' // prettier-ignore
import { type Period } from './period.ts'
import { luceneQuery, type SearchRequest, searchRequest } from './search.ts'
import { type TsvbMetric, type TsvbPanel, type TsvbSeries } from './tsvb-panel.ts'

/**
 * The searches of a TSVB panel, one per series, in the shape that TSVB sends: the split, in it the
 * intervals of time, in these the metric.
 *
 * Left out is what is only arithmetic over these and needs scripts (a count and a ratio of filters
 * are written as `bucket_script`). Assumed: TSVB aims at 100 intervals, with the rounded lengths
 * that charts have too.
 *
 * @throws PipelineError `dashboards.invalid` when it would ask for too many buckets.
 */
export function tsvbRequests(panel: TsvbPanel, period: Period): SearchRequest[] {
  const { index, timeField, queries } = panel
  const interval = tsvbInterval(panel, period)
  checkBucketCount(period.toMs - period.fromMs, interval)
  const time = {
    date_histogram: {
      field: timeField,
      ...dateHistogramInterval(interval),
      time_zone: period.zone,
      min_doc_count: 0,
      extended_bounds: { min: period.fromMs, max: period.toMs },
    },
  }
  return panel.series.map((series) => {
    const aggs = { time: { ...time, aggs: metricRequest(series.metric, period) } }
    return searchRequest({ index, timeField, queries: [...queries, series.query] }, period, {
      split: { ...splitRequest(series, period), aggs: { ...orderRequest(series), ...aggs } },
    })
  })
}

const targetIntervals = 100

/** The length of a bucket over this period. */
export function tsvbInterval({ interval }: TsvbPanel, { fromMs, toMs }: Period): Interval {
  return interval === 'auto'
    ? autoInterval(toMs - fromMs, targetIntervals)
    : parseInterval(interval)
}

function splitRequest({ split, metric }: TsvbSeries, period: Period): object {
  switch (split.by) {
    case 'everything':
      return { filter: { match_all: {} } }
    case 'terms': {
      const { field, size, order, orderBy } = split
      const isMetric = orderBy === metric.id && isSingle(metric)
      return { terms: { field, size, order: { [isMetric ? 'order' : orderBy]: order } } }
    }
    case 'filters': {
      const filters = split.filters.map(({ id, query }) => [id, luceneQuery(query, period)])
      return { filters: { filters: Object.fromEntries(filters) as Record<string, object> } }
    }
  }
}

type SingleMetric = Extract<TsvbMetric, { type: 'sum' | 'avg' | 'min' | 'max' | 'cardinality' }>

function isSingle(metric: TsvbMetric): metric is SingleMetric {
  return !['count', 'percentile', 'filter_ratio'].includes(metric.type)
}

/** What a split is ordered by: the metric over the whole period. */
function orderRequest({ split, metric }: TsvbSeries): object {
  if (split.by !== 'terms' || split.orderBy !== metric.id || !isSingle(metric)) return {}
  return { order: { [metric.type]: { field: metric.field } } }
}

function metricRequest(metric: TsvbMetric, period: Period): Record<string, object> {
  switch (metric.type) {
    case 'count':
      return {}
    case 'percentile':
      return { metric: { percentiles: { field: metric.field, percents: metric.percents } } }
    case 'filter_ratio':
      return {
        numerator: { filter: luceneQuery(metric.numerator, period) },
        denominator: { filter: luceneQuery(metric.denominator, period) },
      }
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
    case 'cardinality':
      return { metric: { [metric.type]: { field: metric.field } } }
  }
}
