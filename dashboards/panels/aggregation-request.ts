import {
  type Aggregation,
  type Bucket,
  bucketsOf,
  type Metric,
  metricsOf,
  type NumberRange,
  rangeLabel,
  type TermsBucket,
  type TimeBucket,
} from './aggregation.ts'
import {
  autoInterval,
  checkBucketCount,
  dateHistogramInterval,
  type Interval,
  parseInterval,
} from './interval.ts'
import { type AggregationPanel } from './aggregation-panel.ts'
import { type Period } from './period.ts'
import { luceneQuery, type SearchRequest, searchRequest } from './search.ts'

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

/** The key under which Kibana lets Elasticsearch gather documents without the field of a split. */
export const missingKey = '__missing__'

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
  return Object.fromEntries(
    asked.map(({ id, type, field, percents, exactUpTo }) => [
      id,
      {
        [type]: {
          field,
          ...(percents === undefined ? {} : { percents }),
          ...(exactUpTo === undefined ? {} : { precision_threshold: exactUpTo }),
        },
      },
    ]),
  )
}

function bucketRequest(bucket: Bucket, metrics: readonly Metric[], period: Period): object {
  switch (bucket.type) {
    case 'terms':
      return { terms: termsRequest(bucket, metrics) }
    case 'date_histogram':
      return { date_histogram: timeRequest(bucket, period) }
    case 'histogram': {
      const { field, step, hasEmpty } = bucket
      return { histogram: { field, interval: step, min_doc_count: hasEmpty ? 0 : 1 } }
    }
    case 'range':
      return { range: { field: bucket.field, ranges: bucket.ranges.map(namedRange), keyed: true } }
    case 'filters': {
      const filters = bucket.filters.map(({ label, query }) => [label, luceneQuery(query, period)])
      return { filters: { filters: Object.fromEntries(filters) as Record<string, object> } }
    }
  }
}

function termsRequest(bucket: TermsBucket, metrics: readonly Metric[]): object {
  const { field, size, order, orderBy, missingLabel } = bucket
  const isCount = metrics.some(({ id, type }) => id === orderBy && type === 'count')
  return {
    field,
    size,
    order: { [isCount ? '_count' : orderBy]: order },
    ...(missingLabel === undefined ? {} : { missing: missingKey }),
  }
}

function timeRequest(bucket: TimeBucket, period: Period): object {
  const interval = bucketInterval(bucket.interval, period)
  checkBucketCount(period.toMs - period.fromMs, interval)
  return {
    field: bucket.field,
    ...dateHistogramInterval(interval),
    time_zone: period.zone,
    min_doc_count: 1,
  }
}

function namedRange(range: NumberRange): object {
  const { from, to } = range
  return {
    key: rangeLabel(range),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}
