import { type Aggregation, type Bucket, bucketsOf, type Metric, metricsOf } from './aggregation.ts'
import {
  autoInterval,
  checkBucketCount,
  dateHistogramInterval,
  type Interval,
  parseInterval,
} from './interval.ts'
import { type AggregationPanel } from './panel-content.ts'
import { type Period } from './period.ts'
import { type SearchRequest, searchRequest } from './search.ts'

/**
 * The search that a panel of aggregations needs: the second step from a saved object to a picture.
 *
 * @throws PipelineError `dashboards.invalid` when it would ask for too many buckets.
 */
export function aggregationRequest(panel: AggregationPanel, period: Period): SearchRequest {
  const { index, timeField } = panel.source
  return searchRequest(
    { index, timeField, queries: panel.queries },
    period,
    nested(panel.aggregations, period),
  )
}

/** The interval that a panel's buckets have in this period; a chart draws them as wide. */
export function bucketInterval(interval: string, { fromMs, toMs }: Period): Interval {
  return interval === 'auto' ? autoInterval(toMs - fromMs) : parseInterval(interval)
}

/** Each bucket holds the next one; the last one holds the metrics, as do those before it. */
function nested(aggregations: readonly Aggregation[], period: Period): Record<string, object> {
  const metrics = metricsOf(aggregations)
  return bucketsOf(aggregations).reduceRight<Record<string, object>>(
    (inner, bucket) => {
      const aggs = { ...metricRequests(metrics), ...inner }
      const own = bucketRequest(bucket, metrics, period)
      return { [bucket.id]: Object.keys(aggs).length === 0 ? own : { ...own, aggs } }
    },
    bucketsOf(aggregations).length === 0 ? metricRequests(metrics) : {},
  )
}

/** A count needs no aggregation: every bucket has one. */
function metricRequests(metrics: readonly Metric[]): Record<string, object> {
  const asked = metrics.filter(({ field }) => field !== undefined)
  return Object.fromEntries(asked.map(({ id, type, field }) => [id, { [type]: { field } }]))
}

function bucketRequest(bucket: Bucket, metrics: readonly Metric[], period: Period): object {
  const { field } = bucket
  if (bucket.type === 'terms') {
    const { size, order, orderBy } = bucket
    const isCount = metrics.some(({ id, type }) => id === orderBy && type === 'count')
    return { terms: { field, size, order: { [isCount ? '_count' : orderBy]: order } } }
  }
  const interval = bucketInterval(bucket.interval, period)
  checkBucketCount(period.toMs - period.fromMs, interval)
  const { zone: time_zone } = period
  return {
    date_histogram: {
      field,
      ...dateHistogramInterval(interval),
      time_zone,
      min_doc_count: 1,
    },
  }
}
