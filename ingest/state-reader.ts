import { type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts'
import { statusOf, toElasticsearchProblem } from '../runtime/elasticsearch/failure.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type DocumentPlace } from './state-cache.ts'

/** A document as the store has it. */
export interface StoredDocument {
  readonly source: Readonly<Record<string, unknown>>
  /** About how long it is, in characters. */
  readonly length: number
}

/** Reads documents by id from concrete indices, in real time: what was acknowledged is seen. */
export interface StateReader {
  /**
   * As many as places, in their order; undefined where there is none. One attempt.
   *
   * @throws PipelineError what `Retry` of the caller may mend
   */
  read(places: readonly DocumentPlace[]): Promise<readonly (StoredDocument | undefined)[]>
}

/** Places in one request. */
const placesMax = 1000

/** The reader over the official client (`mget`), which must not retry by itself. */
export function createStateReader(client: ElasticsearchClient, url: string): StateReader {
  return {
    async read(places) {
      const found: (StoredDocument | undefined)[] = []
      for (let from = 0; from < places.length; from += placesMax) {
        found.push(...(await readSome(client, url, places.slice(from, from + placesMax))))
      }
      return found
    },
  }
}

async function readSome(
  client: ElasticsearchClient,
  url: string,
  places: readonly DocumentPlace[],
): Promise<(StoredDocument | undefined)[]> {
  try {
    const docs = places.map(({ index, id }) => ({ _index: index, _id: id }))
    const answer = await client.mget<Readonly<Record<string, unknown>>>({ docs })
    if (answer.docs.length !== places.length) throw unreadable(url)
    return answer.docs.map((doc) => toStored(doc, url))
  } catch (error) {
    throw toReadProblem(error, url)
  }
}

type Doc = Awaited<ReturnType<ElasticsearchClient['mget']>>['docs'][number]

function toStored(doc: Doc, url: string): StoredDocument | undefined {
  if ('error' in doc) {
    // The index is made by the first document that is written to it.
    if (doc.error.type === 'index_not_found_exception') return undefined
    throw new PipelineError({
      code: 'elasticsearch.unreachable',
      message: `Elasticsearch at ${url} did not read a state document: ${doc.error.type}.`,
      action: 'Look at the state of its indices.',
    })
  }
  if (!('found' in doc) || !doc.found || doc._source === undefined) return undefined
  const source = doc._source as Readonly<Record<string, unknown>>
  return { source, length: JSON.stringify(source).length }
}

function unreadable(url: string): PipelineError {
  return new PipelineError({
    code: 'elasticsearch.unreachable',
    message: `Elasticsearch at ${url} answered for another number of documents than were asked for.`,
    action: 'Look at what stands between the worker and Elasticsearch.',
  })
}

/** An overloaded server is one that cannot be reached for now. */
function toReadProblem(error: unknown, url: string): unknown {
  if (error instanceof PipelineError) return error
  const problem = toElasticsearchProblem(error, { url, doing: 'read state documents' })
  const isOverloaded = statusOf(error) === 429 || (statusOf(error) ?? 0) >= 500
  if (!(problem instanceof PipelineError) || problem.retriable || !isOverloaded) return problem
  return new PipelineError({
    code: 'elasticsearch.unreachable',
    message: problem.message,
    action: problem.action,
    cause: error,
  })
}
