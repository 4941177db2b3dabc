import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { toElasticsearchProblem } from '../../runtime/elasticsearch/failure.ts'

/** An event document as the index has it. */
export interface IndexedDocument {
  readonly index: string
  readonly id: string
  readonly offset: number
  readonly source: unknown
}

/** Consecutive offsets of a partition, the last one not included. */
export interface OffsetWindow {
  readonly topic: string
  readonly partition: number
  readonly from: number
  readonly to: number
}

/** What an audit reads of the indices. */
export interface IndexedDocuments {
  /** Makes everything that was acknowledged visible to `inWindow`. */
  refresh(): Promise<void>
  /** Every event document of these offsets, page by page. */
  inWindow(window: OffsetWindow): AsyncGenerator<readonly IndexedDocument[], void, void>
}

const pageSize = 2000
const whatever = { ignore_unavailable: true, allow_no_indices: true }

interface Hit {
  readonly _index: string
  readonly _id: string
  readonly _source: { readonly kafka: { readonly offset: number } }
}

interface Place {
  readonly url: string
  /** Of the concrete indices of one version: `tally-transactions-v1-*`. */
  readonly patterns: readonly string[]
}

/** The event documents of these indices, over the official client. */
export function createIndexedDocuments(
  client: ElasticsearchClient,
  place: Place,
): IndexedDocuments {
  return {
    async refresh() {
      const index = [...place.patterns]
      await ask(place, 'refresh', client.indices.refresh({ index, ...whatever }))
    },
    inWindow: (window) => pages(client, place, window),
  }
}

async function* pages(
  client: ElasticsearchClient,
  place: Place,
  window: OffsetWindow,
): AsyncGenerator<readonly IndexedDocument[], void, void> {
  let next: number | undefined = window.from
  while (next !== undefined) {
    const page = await findPage(client, place, { ...window, from: next })
    const { whole, nextOffset } = cut(page)
    if (whole.length > 0) yield whole
    next = nextOffset
  }
}

/** Two documents of one offset must not be torn apart by the end of a page. */
function cut(page: readonly IndexedDocument[]): {
  readonly whole: readonly IndexedDocument[]
  readonly nextOffset: number | undefined
} {
  const last = page.at(-1)
  if (last === undefined || page.length < pageSize) return { whole: page, nextOffset: undefined }
  const whole = page.filter(({ offset }) => offset < last.offset)
  if (whole.length === 0) return { whole: page, nextOffset: last.offset + 1 }
  return { whole, nextOffset: last.offset }
}

async function findPage(
  client: ElasticsearchClient,
  place: Place,
  { topic, partition, from, to }: OffsetWindow,
): Promise<readonly IndexedDocument[]> {
  const filter = [
    { term: { 'kafka.topic': topic } },
    { term: { 'kafka.partition': partition } },
    { range: { 'kafka.offset': { gte: from, lt: to } } },
  ]
  const answer = await ask(
    place,
    'find event documents',
    client.search({
      index: [...place.patterns],
      ...whatever,
      size: pageSize,
      query: { bool: { filter } },
      sort: [{ 'kafka.offset': { order: 'asc', unmapped_type: 'long' } }],
      track_total_hits: false,
    }),
  )
  const hits = answer.hits.hits as unknown as readonly Hit[]
  return hits.map(({ _index: index, _id: id, _source: source }) => ({
    index,
    id,
    offset: source.kafka.offset,
    source,
  }))
}

async function ask<Answer>(
  { url }: Place,
  doing: string,
  answer: Promise<Answer>,
): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    throw toElasticsearchProblem(error, { url, doing })
  }
}
