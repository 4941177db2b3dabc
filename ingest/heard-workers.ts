import { aliasOf } from '../contracts/index-definition.ts'
import { opsWorkers, type OpsWorkersDocument } from '../contracts/indices/ops-workers.ts'
import { type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts'
import { askOnce } from '../runtime/elasticsearch/failure.ts'
import { opsEveryMs } from './ops-series.ts'

/** What became of the records that a worker took since it was first heard. */
export interface HeardOutcomes {
  readonly consumed: number
  readonly applied: number
  readonly duplicate: number
  readonly skipped: number
  readonly deadLettered: number
  readonly filtered: number
  readonly abandoned: number
}

/** A worker, as far as the figures that it has published tell. */
export interface HeardWorker {
  readonly id: string
  readonly indexVersion: number
  /** UTC with milliseconds, by the clock of the worker. */
  readonly firstHeardAt: string
  readonly heardAt: string
  /** `silent`: not heard for so long that nothing is known of it now. */
  readonly state: 'ready' | 'not-ready' | 'silent'
  /** Codes, each with a runbook, of what it said when it was last heard. */
  readonly symptoms: readonly string[]
  /** How many partitions it had when it was last heard. */
  readonly partitions: number
  /** Taken from Kafka in the ten seconds before it was last heard. */
  readonly recordsPerSecond: number
  readonly outcomes: HeardOutcomes
}

/** Three figures that did not come. */
export const silentAfterMs = 3 * opsEveryMs
/** Who has not been heard for longer is of the past. */
const rememberedMs = 60 * 60_000
const workersMax = 50

const summed = {
  consumed: 'records.consumed',
  applied: 'records.applied',
  duplicate: 'records.duplicate',
  skipped: 'records.skipped',
  deadLettered: 'records.dead_lettered',
  filtered: 'records.filtered',
  abandoned: 'records.abandoned',
} as const satisfies Record<keyof HeardOutcomes, string>

interface Options {
  readonly client: ElasticsearchClient
  readonly url: string
  /** The time of day, in ms. */
  readonly now: number
  /** Another than that of `tally-ops-workers`, for tests. */
  readonly index?: string
}

/**
 * The workers that were heard in the last hour, the last one first.
 *
 * @returns undefined where no worker has ever published figures
 * @throws PipelineError of Elasticsearch
 */
export async function readHeardWorkers(options: Options): Promise<HeardWorker[] | undefined> {
  const { now } = options
  const recent = { range: { '@timestamp': { gt: new Date(now - rememberedMs).toISOString() } } }
  const heard = await byWorker<{ readonly key: string }>(options, recent, heardLast)
  if (heard.length === 0) return (await hasFigures(options)) ? [] : undefined
  // Of all their figures, and not of those of workers that ended months ago.
  const those = { terms: { 'worker.id': heard.map(({ key }) => key) } }
  const found = await byWorker<Bucket>(options, those, { ...heardLast, ...figures })
  return found.flatMap((each) => workerOf(each, now))
}

const heardLast = { heard: { max: { field: '@timestamp' } } }
const figures = {
  first: { min: { field: '@timestamp' } },
  last: { top_hits: { size: 1, sort: [{ '@timestamp': 'desc' as const }] } },
  ...Object.fromEntries(Object.entries(summed).map(([key, field]) => [key, { sum: { field } }])),
}

/** A bucket for each worker that a query finds, the last one heard first. */
async function byWorker<Found>(
  { client, url, index = aliasOf(opsWorkers) }: Options,
  query: object,
  aggregations: object,
): Promise<readonly Found[]> {
  const terms = { field: 'worker.id', size: workersMax, order: { heard: 'desc' as const } }
  const workers = { terms, aggregations }
  const question = { index, ignore_unavailable: true, size: 0, query, aggregations: { workers } }
  const answer = await askOnce(() => client.search(question), { url, doing })
  const { buckets = [] } = (answer.aggregations?.['workers'] ?? {}) as { buckets?: Found[] }
  return buckets
}

async function hasFigures({ client, url, index = aliasOf(opsWorkers) }: Options): Promise<boolean> {
  const question = { index, ignore_unavailable: true, terminate_after: 1 }
  return (await askOnce(() => client.count(question), { url, doing })).count > 0
}

const doing = 'tell the figures of the workers'

type Bucket = Readonly<
  Record<keyof HeardOutcomes | 'first' | 'heard', { readonly value: number }>
> & {
  readonly last: { readonly hits: { readonly hits: readonly { readonly _source: OpsWorkersDocument }[] } } // prettier-ignore
}

function workerOf(bucket: Bucket, now: number): HeardWorker[] {
  const [last] = bucket.last.hits.hits
  if (last === undefined) return []
  const { worker, kafka, records, '@timestamp': heardAt } = last._source
  const outcomes = Object.keys(summed) as (keyof HeardOutcomes)[]
  return [
    {
      id: worker.id,
      indexVersion: worker.index_version,
      firstHeardAt: new Date(bucket.first.value).toISOString(),
      heardAt,
      state: stateOf(worker.is_ready, now - bucket.heard.value),
      symptoms: worker.symptoms?.split(', ') ?? [],
      partitions: kafka.partitions,
      recordsPerSecond: records.per_second,
      outcomes: Object.fromEntries(outcomes.map((key) => [key, bucket[key].value])) as unknown as HeardOutcomes, // prettier-ignore
    },
  ]
}

function stateOf(isReady: number, silentMs: number): HeardWorker['state'] {
  if (silentMs > silentAfterMs) return 'silent'
  return isReady === 1 ? 'ready' : 'not-ready'
}
