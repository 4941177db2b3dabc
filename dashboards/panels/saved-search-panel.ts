import { z } from 'zod'
import { isNarrowing } from './bucket-value.ts'
import { checked } from './checked.ts'
import { type Narrowing } from './filter.ts'
import { type Period } from './period.ts'
import { type Cell, type Column, type Picture } from './picture.ts'
import { documentRequest, type SearchAnswer, type SearchRequest } from './search.ts'
import { indexReferenceOf, queryOf } from './search-source.ts'
import { numberFormatOf, readSource, type Source, type Surroundings, valueLooks } from './source.ts'

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

/** A table of the documents; a cell of a field that can be counted by its values can be chosen. */
export function savedSearchPicture(
  { source, columns }: SavedSearchPanel,
  { hits }: SearchAnswer,
): Picture {
  const found = hits.hits ?? []
  if (found.length === 0) return { kind: 'empty', reason: 'Nothing in this period matches.' }
  const fields = [source.timeField, ...columns]
  const values = found.map(({ _source: document }) => fields.map((field) => valueAt(document, field))) // prettier-ignore
  return {
    kind: 'table',
    columns: fields.map((field) => columnOf(field, source)),
    rows: values.map((row) =>
      row.map((value, position) => cellOf(value, source.fields.get(fields[position] ?? '')?.type)),
    ),
    narrowings: values.map((row) =>
      row.map((value, position) => narrowingOf(fields[position] ?? '', value, source)),
    ),
  }
}

function columnOf(name: string, source: Source): Column {
  const { label = name } = source.fields.get(name) ?? {}
  const format = numberFormatOf(source, name)
  if (format !== undefined) return { label, kind: 'number', format }
  return { label, kind: 'text', ...valueLooks(source, name) }
}

function narrowingOf(field: string, value: unknown, { fields }: Source): Narrowing | null {
  const { isAggregatable = false, type } = fields.get(field) ?? {}
  if (!isAggregatable || type === 'date' || !isNarrowing(value)) return null
  return [{ kind: 'is', field, values: [value] }]
}

/** A document may nest `merchant.name` or name it so. */
function valueAt(document: Readonly<Record<string, unknown>>, field: string): unknown {
  if (Object.hasOwn(document, field)) return document[field]
  return field
    .split('.')
    .reduce<unknown>(
      (inner, name) =>
        typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
          ? (inner as Readonly<Record<string, unknown>>)[name]
          : undefined,
      document,
    )
}

/** A date stands in a document as text, and is shown in the reader's locale. */
function cellOf(value: unknown, type: string | undefined): Cell {
  if (value === undefined || value === null) return null
  if (type === 'date') return epochMsOf(value)
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value)
}

function epochMsOf(value: unknown): number | null {
  const ms = typeof value === 'number' ? value : Date.parse(String(value))
  return Number.isNaN(ms) ? null : ms
}
