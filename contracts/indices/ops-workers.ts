import { type DeadLetterCode, deadLetterCodes } from '../dead-letter.ts'
import { date, double, type Field, group, keyword, long, optional } from '../field.ts'
import { defineIndex, type IndexDocument } from '../index-definition.ts'
import { retryCauses } from '../retry-cause.ts'

/** `not-json` as the name of a field: `not_json`. */
export type FieldName<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}_${FieldName<Tail>}`
  : Text

export function toFieldName<Text extends string>(text: Text): FieldName<Text> {
  return text.replaceAll('-', '_') as FieldName<Text>
}

const since = (label: string, meaning: string, unit?: string) =>
  long({ label, meaning, example: 12, ...(unit === undefined ? {} : { unit }) })

const records = (outcome: string, meaning: string) => since(`Records: ${outcome}`, meaning)

/** A count for each of a closed list. */
function countsOf<Key extends string>(keys: readonly Key[], labelOf: (key: Key) => string) {
  const fields = keys.map((key) => [toFieldName(key), since(labelOf(key), 'How many since the last figures.')]) // prettier-ignore
  return group(Object.fromEntries(fields) as Record<FieldName<Key>, Field<'long', false>>)
}

/** Percentiles of times; absent where there was nothing to measure. */
const times = (label: string, meaning: string) =>
  optional(
    group({
      p50_ms: since(`${label}, p50`, `${meaning}: the median.`, 'ms'),
      p99_ms: since(`${label}, p99`, `${meaning}: 99 of 100 were not above.`, 'ms'),
    }),
  )

/**
 * The figures of each worker, every ten seconds: a time series for a dashboard of the pipeline
 * itself. Counts are those since the worker's last figures, so that they add up over time and over
 * workers, also where one begins anew.
 */
export const opsWorkers = defineIndex({
  name: 'ops-workers',
  summary: 'The figures of each worker, every ten seconds.',
  period: 'month',
  nature: 'operational',
  fields: {
    '@timestamp': date({
      label: 'Time',
      meaning: 'When the figures were taken, by the clock of the worker.',
      example: '2026-11-21T08:15:30.250Z',
    }),
    worker: group({
      id: keyword(
        {
          label: 'Worker',
          meaning: 'Chosen at random when its process begins; nothing of a machine.',
          example: '0b9f6c1e-5d0e-4c7e-9a51-4f0a8f0f6a2d',
        },
        { lengthMax: 36 },
      ),
      index_version: since('Index version', 'Version of the indices that it fills.'),
      interval_ms: since('Interval', 'How long before its last figures were taken.', 'ms'),
      is_ready: long({
        label: 'Ready',
        meaning: '1 when it waits for nothing and has been let into its group, 0 otherwise.',
        example: 1,
        unit: 'share',
      }),
      symptoms: optional(
        keyword({
          label: 'Symptoms',
          meaning: 'Codes of what keeps it from being ready; absent when it is.',
          example: 'breaker-open',
        }),
      ),
    }),
    kafka: group({
      topic: keyword(
        { label: 'Topic', meaning: 'Kafka topics that it reads.', example: 'bank.activity' },
        { lengthMax: 249 },
      ),
      partitions: since('Partitions', 'How many are assigned to it.'),
      lag: since('Lag', 'Records of these that are not committed.'),
    }),
    records: group({
      consumed: records('consumed', 'Taken from Kafka.'),
      per_second: double({
        label: 'Records a second',
        meaning: 'Taken from Kafka, on average.',
        example: 49.8,
      }),
      bytes: since('Bytes', 'Keys and values of the records taken.', 'bytes'),
      applied: records('applied', 'Became documents.'),
      duplicate: records('duplicate', 'Repeated an event.'),
      skipped: records('skipped', 'Were applied before.'),
      dead_lettered: records('dead-lettered', 'Were refused.'),
      filtered: records('filtered', 'Were left out by rule.'),
      abandoned: records('abandoned', 'Came again in another run.'),
      waiting: records('waiting', 'Taken and not durable at this moment.'),
      unaccounted: records('unaccounted', 'Without an outcome; anything but 0 is a bug.'),
    }),
    dead_letters: countsOf(
      Object.keys(deadLetterCodes) as DeadLetterCode[],
      (code) => `Dead letters: ${code}`,
    ),
    documents: group({
      written: since('Documents written', 'Taken by Elasticsearch.'),
      already_there: since('Documents there before', 'Had been written before.'),
      refused: since('Documents refused', 'Will never be taken by Elasticsearch.'),
    }),
    retries: countsOf(retryCauses, (cause) => `Retries: ${cause}`),
    bulk: times('Bulk request', 'How long Elasticsearch took to answer'),
    index_delay: group({
      event_time: times(
        'Since it happened',
        'From event time to the acknowledged document, a day at most',
      ),
      append_time: times(
        'Since it was appended',
        'From append time to the acknowledged document, a day at most',
      ),
    }),
    checkpoint: group({
      age_ms: since('Age of the checkpoint', 'Longest wait of records for their commit.', 'ms'),
    }),
    cache: group({
      hit_share: optional(
        double({
          label: 'Cache hits',
          meaning: 'Share of the state documents needed that were in memory.',
          example: 0.98,
          unit: 'share',
        }),
      ),
      entries: since('Cache entries', 'State documents in memory.'),
    }),
    process: group({
      rss_bytes: since('Memory', 'Resident memory of the process.', 'bytes'),
      event_loop_delay_p99_ms: double({
        label: 'Event loop delay, p99',
        meaning: 'How late its event loop came to timers: 99 of 100 times not later.',
        example: 21.4,
        unit: 'ms',
      }),
    }),
  },
})

export type OpsWorkersDocument = IndexDocument<typeof opsWorkers>
