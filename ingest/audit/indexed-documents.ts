import { deadLetters } from '../../contracts/indices/dead-letters.ts'
import { type IndexDefinition, templateNameOf } from '../../contracts/index-definition.ts'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { askElasticsearch } from './ask-elasticsearch.ts'
import { type Place } from './refold.ts'

/** A document as the index has it. */
export interface IndexedDocument extends Place {
  readonly source: unknown
  /** Of its version, by which it can be deleted only if nobody has changed it since. */
  readonly revision: Revision
}

export interface Revision {
  readonly seqNo: number
  readonly primaryTerm: number
}

/** A document that stands for one record. */
export interface RecordDocument extends IndexedDocument {
  readonly offset: number
}

/** A document that was asked for by its id. */
export interface ReadDocument extends IndexedDocument {
  readonly version: number
}

/** Consecutive offsets of a partition, the last one not included. */
export interface OffsetWindow {
  readonly topic: string
  readonly partition: number
  readonly from: number
  readonly to: number
}

/** What an audit reads of the indices. All of it throws PipelineError `elasticsearch.…`. */
export interface IndexedDocuments {
  /** Makes everything that was acknowledged visible to `inWindow` and `states`. */
  refresh(): Promise<void>
  /** Every document that stands for a record of these offsets, page by page. */
  inWindow(
    of: 'events' | 'deadLetters',
    window: OffsetWindow,
  ): AsyncGenerator<readonly RecordDocument[], void, void>
  /**
   * In real time, as many as places and in their order; undefined where there is none.
   *
   * @param field the only one to be read, with all that is in it; undefined = all
   */
  read(places: readonly Place[], field?: string): Promise<readonly (ReadDocument | undefined)[]>
  /** Where every state document is, page by page. */
  states(): AsyncGenerator<readonly Place[], void, void>
}

interface Patterns {
  readonly events: string[]
  readonly deadLetters: string[]
  readonly states: string[]
}

interface Source {
  readonly client: ElasticsearchClient
  readonly url: string
  /** Once aborted, nothing is asked any more. */
  readonly signal?: AbortSignal | undefined
  readonly patterns: Patterns
}

/** More than the offsets that are judged at once, so that one page has them. */
const pageSize = 2500
/** Small, as a state may be large. */
const readMax = 500
const whatever = { ignore_unavailable: true, allow_no_indices: true }
const keepAlive = '5m'

/**
 * The documents of one index version, over the official client.
 *
 * @param indices those of the processor; what has a `fold` is a state document
 */
export function createIndexedDocuments(
  client: ElasticsearchClient,
  options: {
    readonly url: string
    readonly indices: readonly IndexDefinition[]
    readonly indexVersion: number
    /** Once aborted, every reading throws its reason. */
    readonly signal?: AbortSignal
  },
): IndexedDocuments {
  const { url, indices, indexVersion, signal } = options
  const patternsOf = (some: readonly IndexDefinition[]) =>
    some.map((index) => `${templateNameOf(index, indexVersion)}${suffixes[index.period]}`)
  const patterns = {
    events: patternsOf(indices.filter(({ fields }) => !('fold' in fields))),
    deadLetters: patternsOf([deadLetters]),
    states: patternsOf(indices.filter(({ fields }) => 'fold' in fields)),
  }
  const source: Source = { client, url, signal, patterns }
  return {
    async refresh() {
      const index = Object.values(patterns).flat()
      await askElasticsearch(source, 'refresh', () =>
        client.indices.refresh({ index, ...whatever }),
      )
    },
    inWindow: (of, window) => windowPages(source, of, window),
    async read(places, field) {
      const found: (ReadDocument | undefined)[] = []
      for (let from = 0; from < places.length; from += readMax) {
        found.push(...(await readSome(source, places.slice(from, from + readMax), field)))
      }
      return found
    },
    states: () => statePages(source),
  }
}

/** What follows the version in the name of a concrete index. */
const suffixes = { none: '', month: '-*', day: '-*' } as const

async function* windowPages(
  source: Source,
  of: 'events' | 'deadLetters',
  window: OffsetWindow,
): AsyncGenerator<readonly RecordDocument[], void, void> {
  let next: number | undefined = window.from
  while (next !== undefined) {
    const page = await findPage(source, of, { ...window, from: next })
    const { whole, nextOffset } = cut(page)
    if (whole.length > 0) yield whole
    next = nextOffset
  }
}

/** Two documents of one offset must not be torn apart by the end of a page. */
function cut(page: readonly RecordDocument[]): {
  readonly whole: readonly RecordDocument[]
  readonly nextOffset: number | undefined
} {
  const last = page.at(-1)
  if (last === undefined || page.length < pageSize) return { whole: page, nextOffset: undefined }
  const whole = page.filter(({ offset }) => offset < last.offset)
  if (whole.length === 0) return { whole: page, nextOffset: last.offset + 1 }
  return { whole, nextOffset: last.offset }
}

interface Hit {
  readonly _index: string
  readonly _id: string
  readonly _seq_no: number
  readonly _primary_term: number
  readonly _source: { readonly kafka: { readonly offset: number } }
}

async function findPage(
  source: Source,
  of: 'events' | 'deadLetters',
  { topic, partition, from, to }: OffsetWindow,
): Promise<readonly RecordDocument[]> {
  const filter = [
    { term: { 'kafka.topic': topic } },
    { term: { 'kafka.partition': partition } },
    { range: { 'kafka.offset': { gte: from, lt: to } } },
  ]
  const { client, patterns } = source
  const answer = await askElasticsearch(source, 'find documents', () =>
    client.search({
      index: patterns[of],
      ...whatever,
      size: pageSize,
      query: { bool: { filter } },
      sort: [{ 'kafka.offset': { order: 'asc', unmapped_type: 'long' } }],
      track_total_hits: false,
      seq_no_primary_term: true,
    }),
  )
  const hits = answer.hits.hits as unknown as readonly Hit[]
  return hits.map((hit) => ({ ...toDocument(hit), offset: hit._source.kafka.offset }))
}

function toDocument(hit: Omit<Hit, '_source'> & { readonly _source: unknown }): IndexedDocument {
  return {
    index: hit._index,
    id: hit._id,
    source: hit._source,
    revision: { seqNo: hit._seq_no, primaryTerm: hit._primary_term },
  }
}

async function readSome(
  source: Source,
  places: readonly Place[],
  field: string | undefined,
): Promise<(ReadDocument | undefined)[]> {
  const docs = places.map(({ index, id }) => ({ _index: index, _id: id }))
  const included = field === undefined ? {} : { _source_includes: [field] }
  const answer = await askElasticsearch(source, 'read documents', () =>
    source.client.mget({ docs, ...included }),
  )
  return (answer.docs as readonly ReadHit[]).map((doc) => {
    // The index is made by the first document that is written to it.
    if (doc.error?.type === 'index_not_found_exception') return undefined
    if (doc.error !== undefined) throw unread(source.url, doc.error.type)
    return doc.found === true ? { ...toDocument(doc), version: doc._version } : undefined
  })
}

interface ReadHit extends Hit {
  readonly found?: boolean
  readonly error?: { readonly type: string }
  readonly _version: number
}

function unread(url: string, type: string): PipelineError {
  return new PipelineError({
    code: 'elasticsearch.unreachable',
    message: `Elasticsearch at ${url} did not read a document: ${type}.`,
    action: 'Look at the state of its indices.',
  })
}

/** A point in time, so that every document comes once while others are written. */
async function* statePages(source: Source): AsyncGenerator<readonly Place[], void, void> {
  const { client, patterns } = source
  if (patterns.states.length === 0) return
  const { id } = await askElasticsearch(
    source,
    'open a point in time',
    () =>
    client.openPointInTime({ index: patterns.states, ignore_unavailable: true, keep_alive: keepAlive }), // prettier-ignore
  )
  try {
    yield* pagesAt(source, id)
  } finally {
    await client.closePointInTime({ id })
  }
}

async function* pagesAt(source: Source, id: string): AsyncGenerator<readonly Place[], void, void> {
  let after: readonly (string | number)[] | undefined
  do {
    const question = {
      pit: { id, keep_alive: keepAlive },
      size: pageSize,
      sort: [{ _shard_doc: 'asc' as const }],
      ...(after === undefined ? {} : { search_after: [...after] }),
      _source: false,
      track_total_hits: false,
    }
    const answer = await askElasticsearch(source, 'list state documents', () =>
      source.client.search(question),
    )
    const hits = answer.hits.hits as unknown as readonly (Hit & { sort: (string | number)[] })[]
    yield hits.map(({ _index, _id }) => ({ index: _index, id: _id }))
    after = hits.length < pageSize ? undefined : hits.at(-1)?.sort
  } while (after !== undefined)
}
