import {
  type DeadLetterCode,
  deadLetterIdOf,
  type DeadLetterStage,
} from '../../contracts/dead-letter.ts'
import { type DeadLetterDocument, deadLetters } from '../../contracts/indices/dead-letters.ts'
import { opsReplays } from '../../contracts/indices/ops-replays.ts'
import { aliasOf } from '../../contracts/index-definition.ts'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { askOnce } from '../../runtime/elasticsearch/failure.ts'
import { queryOf, type Selection } from './selection.ts'

/** Dead letters of one cause. */
export interface Cause {
  readonly code: DeadLetterCode
  readonly stage: DeadLetterStage
  readonly topic: string
  /** Explanation of the newest; those of others differ in their figures at most. */
  readonly reason: string
  readonly count: number
  /** How many of them were appended again; what became of that is not said. */
  readonly replayed: number
  /** The most often that bytes of one of them had been appended again when they were refused. */
  readonly replaysMax: number
  /** Append times of the first and of the last, UTC with milliseconds. */
  readonly first: string
  readonly last: string
  /** Id of the newest. */
  readonly example: string
}

export interface Causes {
  /** The newest first. */
  readonly causes: readonly Cause[]
  readonly count: number
  /** Whether there are more causes than were looked at. */
  readonly isCut: boolean
}

/** Buckets in one answer, and answers that are asked for. */
const pageSize = 1000
const pagesMax = 10

/** What the composite aggregation gives for one combination of code, stage, topic and reason. */
interface Bucket {
  readonly key: Readonly<Record<'code' | 'stage' | 'topic' | 'reason', string>>
  readonly doc_count: number
  readonly first: { readonly value_as_string: string }
  readonly last: { readonly value_as_string: string }
  readonly replays: { readonly value: number | null }
  readonly newest: {
    readonly hits: { readonly hits: readonly { readonly _source: DeadLetterDocument }[] }
  }
}

interface Source {
  readonly client: ElasticsearchClient
  readonly url: string
}

/**
 * The dead letters that are selected, by cause. At most 10,000 different explanations are looked
 * at.
 *
 * @throws PipelineError of `elasticsearch.…`
 */
export async function readCauses(source: Source, selection: Selection): Promise<Causes> {
  const letters = await bucketsOf(source, aliasOf(deadLetters), selection)
  const replays = await bucketsOf(source, aliasOf(opsReplays), selection)
  const causes = new Map<string, Cause>()
  for (const bucket of letters.buckets) {
    const name = nameOf(bucket)
    causes.set(name, join(causes.get(name), toCause(bucket)))
  }
  for (const bucket of replays.buckets) {
    const cause = causes.get(nameOf(bucket))
    if (cause === undefined) continue
    // The topic may have been made anew since; then what was noted is of other records.
    const replayed = Math.min(cause.count, cause.replayed + bucket.doc_count)
    causes.set(nameOf(bucket), { ...cause, replayed })
  }
  const found = [...causes.values()].sort((a, b) => (a.last < b.last ? 1 : -1))
  const count = found.reduce((sum, cause) => sum + cause.count, 0)
  return { causes: found, count, isCut: letters.isCut }
}

/** Explanations that differ in figures only, such as partitions and places in lists, are one. */
function nameOf({ key: { code, stage, topic, reason } }: Bucket): string {
  return JSON.stringify([code, stage, topic, reason.replaceAll(/\d+/g, '#')])
}

function toCause({ key, doc_count, first, last, replays, newest }: Bucket): Cause {
  const document = newest.hits.hits[0]?._source
  return {
    code: key.code as DeadLetterCode,
    stage: key.stage as DeadLetterStage,
    topic: key.topic,
    reason: key.reason,
    count: doc_count,
    replayed: 0,
    replaysMax: replays.value ?? 0,
    first: first.value_as_string,
    last: last.value_as_string,
    example: document === undefined ? '' : deadLetterIdOf(document.kafka),
  }
}

function join(known: Cause | undefined, other: Cause): Cause {
  if (known === undefined) return other
  const newest = other.last > known.last ? other : known
  return {
    ...newest,
    count: known.count + other.count,
    replaysMax: Math.max(known.replaysMax, other.replaysMax),
    first: known.first < other.first ? known.first : other.first,
  }
}

async function bucketsOf(
  { client, url }: Source,
  index: string,
  selection: Selection,
): Promise<{ readonly buckets: readonly Bucket[]; readonly isCut: boolean }> {
  const buckets: Bucket[] = []
  let after: object | undefined
  for (let page = 0; page < pagesMax; page += 1) {
    const request = requestOf(index, selection, after)
    const answer = await askOnce(() => client.search(request), { url, doing: 'count dead letters' })
    const causes = answer.aggregations?.['causes'] as Page | undefined
    if (causes === undefined) return { buckets, isCut: false }
    buckets.push(...causes.buckets)
    after = causes.after_key
    if (after === undefined || causes.buckets.length < pageSize) return { buckets, isCut: false }
  }
  return { buckets, isCut: true }
}

interface Page {
  readonly buckets: readonly Bucket[]
  readonly after_key?: object
}

function requestOf(index: string, selection: Selection, after: object | undefined) {
  const from = (field: string) => ({ terms: { field } })
  const request = {
    index,
    ignore_unavailable: true,
    allow_no_indices: true,
    size: 0,
    track_total_hits: false,
    query: queryOf(selection),
    aggregations: {
      causes: {
        composite: {
          size: pageSize,
          sources: [
            { code: from('error.code') },
            { stage: from('stage') },
            { topic: from('kafka.topic') },
            { reason: from('error.message') },
          ],
          ...(after === undefined ? {} : { after }),
        },
        aggregations: {
          first: { min: { field: '@timestamp' } },
          last: { max: { field: '@timestamp' } },
          replays: { max: { field: 'replays' } },
          newest: { top_hits: { size: 1, sort: [{ '@timestamp': 'desc' }], _source: ['kafka'] } },
        },
      },
    },
  }
  return request as object as Parameters<ElasticsearchClient['search']>[0]
}
