import { deadLetterCodes } from './dead-letter.ts'

/**
 * The metrics of a worker, as data: what Prometheus is told and the reference page are both made
 * from these. Names and labels are a contract with whoever draws or alerts on them.
 *
 * https://prometheus.io/docs/practices/naming/: base units, and `_total` for what only grows.
 */
export interface MetricDefinition {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  /** One sentence. */
  readonly meaning: string
  readonly unit: MetricUnit
  readonly labels: readonly MetricLabel[]
  /** Upper bounds of a histogram, ascending; +Inf is added. */
  readonly buckets?: readonly number[]
}

export type MetricUnit =
  'records' | 'documents' | 'requests' | 'attempts' | 'bytes' | 'seconds' | 'entries' | 'none'

/**
 * Every label, with what it may be. Each is from a closed list or as bounded as the partitions of
 * the topics: never an id, a month or free text, of which Prometheus would keep a series each.
 */
export const metricLabels = {
  topic: 'Name of the topic.',
  partition: 'Number of the partition.',
  outcome: '`applied`, `duplicate`, `skipped`, `dead-lettered`, `filtered` or `abandoned`.',
  kind: 'Of documents: `event`, `state` or `dead-letter`. Of caches: `read-models` or `activities`.',
  result: '`written`, `already-there` or `refused`.',
  cause: 'Why it was tried again: a cause of the failure table.',
  code: `Of dead letters: ${Object.keys(deadLetterCodes).map(quoted).join(', ')}. Of troubles: the codes of [how to watch a worker](../how-to/watch-a-worker.md).`,
  since: '`event-time`: by the clock of the producer; `append-time`: by that of the broker.',
  state:
    '`well`; `unknown`: Kafka does not tell where the log ends; `stalled`: the worker ends itself.',
  version: 'Of this program.',
  processor_version: 'Of the fold; 0 before there is a worker.',
  index_version: 'In the names of the indices; 0 before there is a worker.',
} as const satisfies Record<string, string>

export type MetricLabel = keyof typeof metricLabels

const ofPartition = ['topic', 'partition'] as const
const waits = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Every metric of a worker, in the order of the reference page. */
export const workerMetrics = {
  recordsConsumed: {
    name: 'tally_records_consumed_total',
    type: 'counter',
    meaning: 'Records taken from Kafka; one that comes again counts again.',
    unit: 'records',
    labels: ofPartition,
  },
  bytesConsumed: {
    name: 'tally_consumed_bytes_total',
    type: 'counter',
    meaning: 'Keys and values of the records taken from Kafka.',
    unit: 'bytes',
    labels: [],
  },
  records: {
    name: 'tally_records_total',
    type: 'counter',
    meaning: 'Records whose way has ended, by outcome.',
    unit: 'records',
    labels: [...ofPartition, 'outcome'],
  },
  recordsInFlight: {
    name: 'tally_records_in_flight',
    type: 'gauge',
    meaning: 'Records consumed whose way has not ended.',
    unit: 'records',
    labels: ofPartition,
  },
  recordsUnaccounted: {
    name: 'tally_records_unaccounted',
    type: 'gauge',
    meaning:
      'The difference of conservation: consumed less ended less in flight. Anything but 0 is a bug.',
    unit: 'records',
    labels: ofPartition,
  },
  deadLetters: {
    name: 'tally_dead_letters_total',
    type: 'counter',
    meaning: 'Records and documents that were refused, by cause.',
    unit: 'records',
    labels: ['code'],
  },
  documents: {
    name: 'tally_documents_total',
    type: 'counter',
    meaning: 'Documents that Elasticsearch has answered for, by kind and result.',
    unit: 'documents',
    labels: ['kind', 'result'],
  },
  bulkRetries: {
    name: 'tally_bulk_retries_total',
    type: 'counter',
    meaning: 'Requests, and single documents of them, that are sent again.',
    unit: 'attempts',
    labels: ['cause'],
  },
  bulkDuration: {
    name: 'tally_bulk_request_duration_seconds',
    type: 'histogram',
    meaning: 'How long Elasticsearch took to answer a bulk request.',
    unit: 'seconds',
    labels: [],
    buckets: [0.005, 0.01, 0.025, ...waits],
  },
  bulkBytes: {
    name: 'tally_bulk_request_bytes',
    type: 'histogram',
    meaning: 'Size of the bulk requests that were answered.',
    unit: 'bytes',
    labels: [],
    buckets: [12, 14, 16, 18, 20, 22, 23].map((power) => 2 ** power),
  },
  bulkDocuments: {
    name: 'tally_bulk_request_documents',
    type: 'histogram',
    meaning: 'How many documents were in the bulk requests that were answered.',
    unit: 'documents',
    labels: [],
    buckets: [1, 10, 50, 100, 250, 500, 1000, 2500],
  },
  bulkInFlight: {
    name: 'tally_bulk_requests_in_flight',
    type: 'gauge',
    meaning: 'Bulk requests that wait for their answer.',
    unit: 'requests',
    labels: [],
  },
  lag: {
    name: 'tally_partition_lag_records',
    type: 'gauge',
    meaning: 'Records of an assigned partition that are not committed yet.',
    unit: 'records',
    labels: ofPartition,
  },
  paused: {
    name: 'tally_partition_paused',
    type: 'gauge',
    meaning: '1 while an assigned partition is paused, because what was taken has to wait.',
    unit: 'none',
    labels: ofPartition,
  },
  checkpointAge: {
    name: 'tally_checkpoint_age_seconds',
    type: 'gauge',
    meaning: 'How long records of an assigned partition have waited for their commit.',
    unit: 'seconds',
    labels: ofPartition,
  },
  checkpointDuration: {
    name: 'tally_checkpoint_duration_seconds',
    type: 'histogram',
    meaning: 'How long a checkpoint took, from its begin to its commit.',
    unit: 'seconds',
    labels: [],
    buckets: waits,
  },
  cacheHits: {
    name: 'tally_state_cache_hits_total',
    type: 'counter',
    meaning: 'State documents that were in memory when they were needed.',
    unit: 'documents',
    labels: ['kind'],
  },
  cacheMisses: {
    name: 'tally_state_cache_misses_total',
    type: 'counter',
    meaning: 'State documents that had to be read from Elasticsearch.',
    unit: 'documents',
    labels: ['kind'],
  },
  cacheEntries: {
    name: 'tally_state_cache_entries',
    type: 'gauge',
    meaning: 'State documents in memory.',
    unit: 'entries',
    labels: ['kind'],
  },
  backlogRecords: {
    name: 'tally_backlog_records',
    type: 'gauge',
    meaning: 'Records taken from Kafka and not durable yet.',
    unit: 'records',
    labels: [],
  },
  backlogBytes: {
    name: 'tally_backlog_bytes',
    type: 'gauge',
    meaning: 'Their keys and values.',
    unit: 'bytes',
    labels: [],
  },
  indexDelay: {
    name: 'tally_index_delay_seconds',
    type: 'histogram',
    meaning:
      'How long after its time an event was acknowledged by Elasticsearch: of each bulk request, the event that had waited longest in it.',
    unit: 'seconds',
    labels: ['since'],
    buckets: [...waits, 300, 3600, 86_400],
  },
  troubles: {
    name: 'tally_trouble',
    type: 'gauge',
    meaning: '1 while the worker cannot go on for this reason; not told otherwise.',
    unit: 'none',
    labels: ['code'],
  },
  watchdog: {
    name: 'tally_watchdog_state',
    type: 'gauge',
    meaning: '1 for the state that the watchdog is in, 0 for the others.',
    unit: 'none',
    labels: ['state'],
  },
  build: {
    name: 'tally_build_info',
    type: 'gauge',
    meaning: 'Always 1; the labels say what runs.',
    unit: 'none',
    labels: ['version', 'processor_version', 'index_version'],
  },
} as const satisfies Record<string, MetricDefinition>

export type WorkerMetric = keyof typeof workerMetrics

function quoted(text: string): string {
  return `\`${text}\``
}
