import { type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts'
import { PipelineError } from '../runtime/problem.ts'
import { failedRequest } from './failed-request.ts'
import { verdictOn } from './failures.ts'
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

/** Judges a failure as that of a write: there is one table. */
async function readSome(
  client: ElasticsearchClient,
  url: string,
  places: readonly DocumentPlace[],
): Promise<(StoredDocument | undefined)[]> {
  try {
    return await ask(client, url, places)
  } catch (thrown) {
    if (thrown instanceof PipelineError) throw thrown
    const { failure, error } = failedRequest(thrown, { url, doing: 'read state documents' })
    const { action } = verdictOn(failure)
    if (action === 'split' && places.length > 1) return readHalves(client, url, places)
    if (action !== 'retry' || error.retriable) throw error
    const { message, action: advice } = error
    throw new PipelineError({ code: 'elasticsearch.unreachable', message, action: advice, cause: thrown }) // prettier-ignore
  }
}

async function readHalves(
  client: ElasticsearchClient,
  url: string,
  places: readonly DocumentPlace[],
): Promise<(StoredDocument | undefined)[]> {
  const middle = Math.ceil(places.length / 2)
  const first = await readSome(client, url, places.slice(0, middle))
  return [...first, ...(await readSome(client, url, places.slice(middle)))]
}

async function ask(
  client: ElasticsearchClient,
  url: string,
  places: readonly DocumentPlace[],
): Promise<(StoredDocument | undefined)[]> {
  const docs = places.map(({ index, id }) => ({ _index: index, _id: id }))
  const answer = await client.mget<Readonly<Record<string, unknown>>>({ docs })
  if (answer.docs.length !== places.length) throw unreadable(url)
  return answer.docs.map((doc) => toStored(doc, url))
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
