import { askOnce } from '../../runtime/elasticsearch/failure.ts'
import { delay, fullJitter } from '../../runtime/lifecycle.ts'
import { PipelineError } from '../../runtime/problem.ts'

const tries = { firstMs: 200, longestMs: 5000, attemptsMax: 8 }

/**
 * Asks again while Elasticsearch is away or overloaded, for some twenty seconds: an audit of an
 * hour must not end for that.
 *
 * @param server where it is, and whether anybody still wants to know
 * @param doing to be put after "Elasticsearch at … did not": `read documents`
 * @throws PipelineError `elasticsearch.…`
 */
export async function askElasticsearch<Answer>(
  { url, signal }: { readonly url: string; readonly signal?: AbortSignal | undefined },
  doing: string,
  question: () => Promise<Answer>,
): Promise<Answer> {
  signal?.throwIfAborted()
  for (const waitMs of fullJitter(tries, Math.random)) {
    try {
      return await askOnce(question, { url, doing })
    } catch (problem) {
      if (!(problem instanceof PipelineError) || !problem.retriable) throw problem
    }
    await delay(waitMs, signal)
  }
  return askOnce(question, { url, doing })
}
