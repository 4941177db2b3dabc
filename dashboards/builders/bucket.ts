interface TermsOptions {
  readonly id: string
  /** What Kibana makes of it: rows of a table, or series of a chart. */
  readonly schema: 'bucket' | 'group'
  readonly field: string
  readonly label: string
  /** How many values, those first for which the measure `orderBy` is largest. */
  readonly size: number
  readonly orderBy: string
}

/**
 * One bucket per value of a field, without an "Other": Kibana needs a second request for that, and
 * its row is no answer to anything.
 */
export function termsBucket({ id, schema, field, label, size, orderBy }: TermsOptions): object {
  return {
    id,
    enabled: true,
    type: 'terms',
    schema,
    params: {
      field,
      orderBy,
      order: 'desc',
      size,
      otherBucket: false,
      otherBucketLabel: 'Other',
      missingBucket: false,
      missingBucketLabel: 'Missing',
      customLabel: label,
    },
  }
}

/** One bucket per interval of a date field; its length follows from the period that is shown. */
export function timeBucket(id: string, field: string): object {
  return {
    id,
    enabled: true,
    type: 'date_histogram',
    schema: 'segment',
    params: {
      field,
      useNormalizedEsInterval: true,
      scaleMetricValues: false,
      interval: 'auto',
      drop_partials: false,
      min_doc_count: 1,
      extended_bounds: {},
    },
  }
}
