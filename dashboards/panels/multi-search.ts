import { z } from 'zod'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { SearchAnswer, type SearchRequest } from './search.ts'

/** What became of one search among several. */
export type SearchOutcome =
  | { readonly ok: true; readonly answer: SearchAnswer }
  /** Refused, or answered in part: figures over a part of the data would look like any others. */
  | { readonly ok: false; readonly isLate: boolean; readonly reason: string }

/** After so long a search ends with what it has, in seconds. */
const searchTimeoutSeconds = 8

const Answers = z.object({ responses: z.array(z.unknown()) })

/**
 * Sends all searches as one request; equal ones once.
 *
 * An index that does not exist yet counts as empty: its answer has no shards.
 *
 * @param signal ends the searches when nobody wants their answers any more.
 * @throws what the client throws when Elasticsearch does not answer at all; PipelineError
 * `elasticsearch.rejected` when it answers something else.
 */
export async function multiSearch(
  client: ElasticsearchClient,
  requests: readonly SearchRequest[],
  signal?: AbortSignal,
): Promise<SearchOutcome[]> {
  if (requests.length === 0) return []
  const keys = requests.map(({ index, body }) => JSON.stringify([index, body]))
  const distinct = new Map(requests.map((request, position) => [keys[position], request]))
  const searches = [...distinct.values()].flatMap(({ index, body }) => [
    { index, ignore_unavailable: true, allow_no_indices: true },
    { ...body, timeout: `${searchTimeoutSeconds}s` },
  ])
  const answer = await client.msearch({ searches }, signal === undefined ? {} : { signal })
  const { data } = Answers.safeParse(answer)
  if (data?.responses.length !== distinct.size) throw answeredSomethingElse()
  const outcomes = data.responses.map(toOutcome)
  const byKey = new Map([...distinct.keys()].map((key, position) => [key, outcomes[position]]))
  return keys.map((key) => byKey.get(key) ?? unreadable)
}

function answeredSomethingElse(): PipelineError {
  return new PipelineError({
    code: 'elasticsearch.rejected',
    message: 'Elasticsearch did not answer the panels: what came is not one answer to each search',
    action: 'Check that ELASTICSEARCH_URL names an Elasticsearch, with nothing before it.',
  })
}

const unreadable = {
  ok: false,
  isLate: false,
  reason: 'the answer is not one to a search',
} as const

const Cause = z.object({
  reason: z.string().optional(),
  caused_by: z.object({ reason: z.string().optional() }).optional(),
})
const Shards = z.array(z.object({ reason: Cause.optional() }))
const Failure = z.object({
  error: z.object({
    reason: z.string().optional(),
    type: z.string(),
    root_cause: z.array(Cause).optional(),
    failed_shards: Shards.optional(),
  }),
})
/** What some shards refuse the others may not have been asked: nothing in them is of the period. */
const InPart = z.object({ _shards: z.object({ failures: Shards.default([]) }) })
const Late = z.object({ timed_out: z.literal(true) })

function toOutcome(response: unknown): SearchOutcome {
  const failure = Failure.safeParse(response)
  if (failure.success) return refused(reasonOf(failure.data))
  const answer = SearchAnswer.safeParse(response)
  if (!answer.success) return unreadable
  const { failed, total } = answer.data._shards
  if (failed > 0) {
    const cause = InPart.safeParse(response).data?._shards.failures[0]?.reason
    return refused(inLine(`${failed} of ${total} shards did not answer`, cause?.reason, cause?.caused_by?.reason)) // prettier-ignore
  }
  return Late.safeParse(response).success
    ? { ok: false, isLate: true, reason: `it took longer than ${searchTimeoutSeconds} s` }
    : { ok: true, answer: answer.data }
}

function refused(reason: string): SearchOutcome {
  return { ok: false, isLate: false, reason }
}

function reasonOf({ error }: z.infer<typeof Failure>): string {
  const { failed_shards: shards, reason, root_cause: causes, type } = error
  return inLine(causes?.[0]?.reason ?? reason ?? type, shards?.[0]?.reason?.caused_by?.reason)
}

/** The first line of each: Elasticsearch goes on with everything that it would have liked better. */
function inLine(...texts: readonly (string | undefined)[]): string {
  return texts.flatMap((text) => text?.split('\n')[0] ?? []).join(': ')
}
