import { type RetryCause } from '../contracts/retry-cause.ts'

/** What went wrong with a bulk request as a whole, or with one operation of it. */
export interface ElasticsearchFailure {
  readonly level: 'request' | 'item'
  /** The HTTP or item status; undefined when there was no answer. */
  readonly status: number | undefined
  /** Elasticsearch's name of the error, or one of `noAnswerTypes`. */
  readonly type: string | undefined
  readonly reason: string | undefined
}

/** What went wrong when Elasticsearch gave no usable answer. */
export type NoAnswerType = 'no-connection' | 'timed-out' | 'untrusted' | 'unreadable-answer'

/** Whether a cause says: less at once. */
export function isOverload(cause: RetryCause): boolean {
  return cause === 'too-many-requests' || cause === 'timed-out'
}

export type Verdict =
  /** Somebody wrote the document before: success. */
  | { readonly action: 'already-there' }
  /** For ever, with waits in between; nothing is dropped. */
  | { readonly action: 'retry'; readonly cause: RetryCause }
  /** In halves. */
  | { readonly action: 'split'; readonly cause: RetryCause }
  /** Elasticsearch will never take this document. */
  | { readonly action: 'refuse' }
  /** Nothing will work until somebody does something. */
  | { readonly action: 'stop' }

export interface FailureRow {
  readonly name: string
  readonly matches: (failure: ElasticsearchFailure) => boolean
  readonly verdict: Verdict
}

const retry = (cause: RetryCause): Verdict => ({ action: 'retry', cause })

/**
 * The failure table of docs/failures.md for what Elasticsearch answers. The first row that
 * matches counts; types come before statuses, as Elasticsearch answers a closed index with 400 and
 * a read-only one with 403 or 429.
 */
export const failureTable: readonly FailureRow[] = [
  {
    name: 'there already',
    matches: of('item', ({ type }) => type === 'version_conflict_engine_exception'),
    verdict: { action: 'already-there' },
  },
  {
    name: 'index closed, read-only, missing, or no shard left for it',
    matches: isIndexUnavailable,
    verdict: retry('index-unavailable'),
  },
  { name: 'not let in', matches: hasStatus(401, 403), verdict: { action: 'stop' } },
  { name: 'not trusted', matches: isOfType('untrusted'), verdict: { action: 'stop' } },
  {
    name: 'no connection',
    matches: isOfType('no-connection'),
    verdict: retry('no-connection'),
  },
  { name: 'no answer in time', matches: isTimeout, verdict: retry('timed-out') },
  {
    name: 'request too large',
    matches: of('request', hasStatus(413)),
    verdict: { action: 'split', cause: 'request-too-large' },
  },
  { name: 'overloaded', matches: hasStatus(429), verdict: retry('too-many-requests') },
  {
    name: 'server error',
    matches: ({ status = 0 }) => status >= 500,
    verdict: retry('server-error'),
  },
  { name: 'not found', matches: hasStatus(404), verdict: retry('index-unavailable') },
  { name: 'conflict of another kind', matches: hasStatus(409), verdict: retry('server-error') },
  {
    name: 'document refused',
    matches: of('item', ({ status = 0 }) => status >= 400),
    verdict: { action: 'refuse' },
  },
  {
    name: 'request refused',
    matches: of('request', ({ status = 0 }) => status >= 400),
    verdict: { action: 'stop' },
  },
]

/** What to do about a failure. An answer that makes no sense is asked for again. */
export function verdictOn(failure: ElasticsearchFailure): Verdict {
  const row = failureTable.find(({ matches }) => matches(failure))
  return row?.verdict ?? retry('unreadable-answer')
}

type Matches = FailureRow['matches']

function of(level: ElasticsearchFailure['level'], matches: Matches): Matches {
  return (failure) => failure.level === level && matches(failure)
}

function hasStatus(...statuses: readonly number[]): Matches {
  return ({ status }) => status !== undefined && statuses.includes(status)
}

function isOfType(type: NoAnswerType): Matches {
  return (failure) => failure.type === type
}

const unavailable = [
  'cluster_block_exception',
  'index_closed_exception',
  'index_not_found_exception',
  'shard_not_found_exception',
]

function isIndexUnavailable({ type, reason = '' }: ElasticsearchFailure): boolean {
  return (
    (type !== undefined && unavailable.includes(type)) ||
    // The limit of shards in a cluster has no type of its own.
    /this action would add \[\d+\].*shards/.test(reason)
  )
}

function isTimeout({ type, status }: ElasticsearchFailure): boolean {
  return type === 'timed-out' || status === 408
}
