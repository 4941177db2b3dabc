import { filterFields, filterQuery } from './filter-query.ts'
import { type Filter } from './filter.ts'
import { type Period } from './period.ts'
import { luceneQuery, type SearchRequest } from './search.ts'
import { type Source } from './source.ts'

/** What a reader narrows a dashboard by. */
export interface Choice {
  readonly filters: readonly Filter[]
  /** Lucene; '' = everything. */
  readonly query: string
}

/** Longest query of a reader, in UTF-16 code units. */
export const queryLengthMax = 1000

interface Surroundings {
  readonly period: Period
  /** Every data view: they say which fields an index has. */
  readonly sources: readonly Source[]
}

interface NarrowedRequest {
  readonly request: SearchRequest
  /** Positions of the filters that the index has no field for. */
  readonly ignored: readonly number[]
}

/**
 * Adds what the reader chose to a search of a panel. Every filter and the query become a clause of
 * their own beside those of the panel, so nothing that is in one can widen what another says.
 */
export function narrowRequest(
  request: SearchRequest,
  { filters, query }: Choice,
  { period, sources }: Surroundings,
): NarrowedRequest {
  if (request.isNeverNarrowed === true) return { request, ignored: [] }
  const { fields } = sources.find(({ index }) => index === request.index) ?? {}
  const applies = filters.map((filter) => filterFields(filter).every((field) => fields?.has(field)))
  const clauses = [
    ...filters.filter((_filter, position) => applies[position]),
    ...(query === '' ? [] : [query]),
  ].map((one) => clauseOf(one, period))
  const { filter: own } = request.body.query.bool
  return {
    request: {
      ...request,
      body: { ...request.body, query: { bool: { filter: [...own, ...clauses] } } },
    },
    ignored: filters.flatMap((_filter, position) => (applies[position] === true ? [] : [position])),
  }
}

/** @param one a filter, or a query in Lucene. */
export function clauseOf(one: Filter | string, period: Period): object {
  return typeof one === 'string' ? luceneQuery(one, period) : filterQuery(one, period)
}
