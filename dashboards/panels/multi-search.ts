import { z } from 'zod'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { SearchAnswer, type SearchRequest } from './search.ts'

/** What became of one search among several. */
export type SearchOutcome =
  | { readonly ok: true; readonly answer: SearchAnswer }
  | { readonly ok: false; readonly reason: string }

/**
 * Sends all searches as one request.
 *
 * An index that does not exist yet counts as empty: its answer has no shards.
 *
 * @throws what the client throws when Elasticsearch does not answer at all.
 */
export async function multiSearch(
  client: ElasticsearchClient,
  requests: readonly SearchRequest[],
): Promise<SearchOutcome[]> {
  if (requests.length === 0) return []
  const { responses } = await client.msearch({
    searches: requests.flatMap(({ index, body }) => [
      { index, ignore_unavailable: true, allow_no_indices: true },
      body,
    ]),
  })
  return responses.map(toOutcome)
}

const Failure = z.object({
  error: z.object({
    reason: z.string().optional(),
    type: z.string(),
    root_cause: z.array(z.object({ reason: z.string().optional() })).optional(),
  }),
})

function toOutcome(response: unknown): SearchOutcome {
  const failure = Failure.safeParse(response)
  if (failure.success) {
    const { root_cause: causes, reason, type } = failure.data.error
    return { ok: false, reason: causes?.[0]?.reason ?? reason ?? type }
  }
  const answer = SearchAnswer.safeParse(response)
  if (!answer.success) return { ok: false, reason: 'the answer is not one to a search' }
  const { failed, total } = answer.data._shards
  // Figures over a part of the data would look like any others.
  if (failed > 0) return { ok: false, reason: `${failed} of ${total} shards did not answer` }
  return { ok: true, answer: answer.data }
}
