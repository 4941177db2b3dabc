import { z } from 'zod'
import { checked } from './checked.ts'
import { type Period } from './period.ts'
import { type Cell, type Picture } from './picture.ts'
import { documentRequest, type SearchAnswer, type SearchRequest } from './search.ts'
import { indexReferenceOf, queryOf } from './search-source.ts'
import { numberFormatOf, readSource, type Source, type Surroundings } from './source.ts'

/** Documents themselves, in an order. */
export interface SavedSearchPanel {
  readonly kind: 'search'
  readonly source: Source
  readonly queries: readonly string[]
  /** Fields, after the time. */
  readonly columns: readonly string[]
  readonly sort: readonly (readonly [field: string, order: 'asc' | 'desc'])[]
}

/** Kibana shows 500; the first screen tells as much of whether the search is right. */
const documentsMax = 50

const Attributes = z.object({
  columns: z.array(z.string()),
  sort: z.array(z.tuple([z.string(), z.enum(['asc', 'desc'])])),
  kibanaSavedObjectMeta: z.object({ searchSourceJSON: z.string() }),
})

/** @throws PipelineError `dashboards.invalid`: what in it is wrong, by name. */
export function readSavedSearch(surroundings: Surroundings): SavedSearchPanel {
  const { object, query } = surroundings
  const { columns, sort, kibanaSavedObjectMeta } = checked(Attributes, object.attributes)
  const { searchSourceJSON } = kibanaSavedObjectMeta
  return {
    kind: 'search',
    source: readSource(surroundings, indexReferenceOf(searchSourceJSON)),
    queries: [query, queryOf(searchSourceJSON)],
    columns,
    sort,
  }
}

export function savedSearchRequest(
  { source, queries, columns, sort }: SavedSearchPanel,
  period: Period,
): SearchRequest {
  const { index, timeField } = source
  return documentRequest({ index, timeField, queries }, period, {
    size: documentsMax,
    // A month's index that lacks the field sorts last, as in Kibana.
    sort: sort.map(([field, order]) => ({ [field]: { order, unmapped_type: 'boolean' } })),
    fields: [timeField, ...columns],
  })
}

/** A table of the documents. */
export function savedSearchPicture(
  { source, columns }: SavedSearchPanel,
  { hits }: SearchAnswer,
): Picture {
  const found = hits.hits ?? []
  if (found.length === 0) return { kind: 'empty', reason: 'Nothing in this period matches.' }
  const fields = [source.timeField, ...columns]
  return {
    kind: 'table',
    columns: fields.map((field) => {
      const label = source.labels.get(field) ?? field
      // A date stands in a document as text.
      const format = source.dateFields.has(field) ? undefined : numberFormatOf(source, field)
      return format === undefined ? { label, kind: 'text' } : { label, kind: 'number', format }
    }),
    rows: found.map(({ _source: document }) => fields.map((field) => cellAt(document, field))),
  }
}

/** A document may nest `merchant.name` or name it so. */
function cellAt(document: Readonly<Record<string, unknown>>, field: string): Cell {
  const value = field
    .split('.')
    .reduce<unknown>(
      (inner, name) =>
        typeof inner === 'object' && inner !== null
          ? (inner as Readonly<Record<string, unknown>>)[name]
          : undefined,
      document,
    )
  const found = document[field] ?? value
  if (found === undefined || found === null) return null
  return typeof found === 'number' || typeof found === 'string' ? found : JSON.stringify(found)
}
