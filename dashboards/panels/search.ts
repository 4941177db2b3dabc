import { z } from 'zod'
import { type Period } from './period.ts'

/** One search of Elasticsearch; a panel needs one or, for Timelion, one per `.es()`. */
export interface SearchRequest {
  readonly index: string
  readonly body: SearchBody
  /** Whatever the reader chooses: a panel that says so, and what is offered to be chosen. */
  readonly isNeverNarrowed?: true
}

interface SearchBody {
  /** All of these clauses must match. */
  readonly query: { readonly bool: { readonly filter: readonly object[] } }
  readonly [part: string]: unknown
}

/** What is read of Elasticsearch's answer to it. */
export const SearchAnswer = z.object({
  _shards: z.object({ total: z.number(), failed: z.number() }),
  hits: z.object({
    total: z.object({ value: z.number() }),
    hits: z.array(z.object({ _source: z.record(z.string(), z.unknown()) })).optional(),
  }),
  aggregations: z.record(z.string(), z.unknown()).optional(),
})
export type SearchAnswer = z.infer<typeof SearchAnswer>

/** What Kibana makes of a query in Lucene. */
export function luceneQuery(query: string, { zone }: Period): object {
  if (query === '' || query === '*') return { match_all: {} }
  return { query_string: { query, analyze_wildcard: true, time_zone: zone } }
}

export interface Selection {
  readonly index: string
  readonly timeField: string
  /** Lucene queries that must all match. */
  readonly queries: readonly string[]
}

/** A search for figures over the documents of a period; no document itself is asked for. */
export function searchRequest(
  { index, timeField, queries }: Selection,
  period: Period,
  aggregations: Readonly<Record<string, unknown>>,
): SearchRequest {
  const time = {
    gte: new Date(period.fromMs).toISOString(),
    lte: new Date(period.toMs).toISOString(),
    format: 'strict_date_optional_time',
  }
  const matching = queries
    .filter((query) => query !== '' && query !== '*')
    .map((query) => luceneQuery(query, period))
  return {
    index,
    body: {
      size: 0,
      track_total_hits: true,
      query: { bool: { filter: [{ range: { [timeField]: time } }, ...matching] } },
      ...(Object.keys(aggregations).length === 0 ? {} : { aggs: aggregations }),
    },
  }
}

interface WantedDocuments {
  /** Most documents. */
  readonly size: number
  readonly sort: readonly object[]
  /** Fields of them. */
  readonly fields: readonly string[]
}

/** A search for the documents of a period themselves. */
export function documentRequest(
  selection: Selection,
  period: Period,
  { size, sort, fields }: WantedDocuments,
): SearchRequest {
  const { index, body } = searchRequest(selection, period, {})
  return { index, body: { ...body, size, sort, _source: fields } }
}
