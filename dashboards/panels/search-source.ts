import { z } from 'zod'
import { invalidDashboard } from '../invalid.ts'
import { parseJson } from '../saved-object.ts'

/** A query as Kibana saves it. */
export const SavedQuery = z.object({ query: z.string(), language: z.string() })

const SearchSource = z.object({
  query: SavedQuery.optional(),
  filter: z.array(z.unknown()).default([]),
  indexRefName: z.string().optional(),
})

/**
 * The Lucene query of a saved object, '' when it has none.
 *
 * @throws PipelineError `dashboards.invalid` for what would have to be left out silently.
 */
export function queryOf(searchSourceJson: string): string {
  const { query, filter } = readSearchSource(searchSourceJson)
  if (filter.length > 0) throw invalidDashboard('saved filters are not read; write a Lucene query')
  return luceneOf(query)
}

/** @throws PipelineError `dashboards.invalid` when it is in another language. */
export function luceneOf(query: z.infer<typeof SavedQuery> | undefined): string {
  if (query === undefined || query.query === '') return ''
  if (query.language === 'lucene') return query.query
  throw invalidDashboard(`a query in ${query.language} is not read; write it in Lucene`)
}

/** Name of the reference to the data view. */
export function indexReferenceOf(searchSourceJson: string): string | undefined {
  return readSearchSource(searchSourceJson).indexRefName
}

function readSearchSource(json: string): z.infer<typeof SearchSource> {
  const parsed = SearchSource.safeParse(parseJson(json, 'searchSourceJSON'))
  if (parsed.success) return parsed.data
  throw invalidDashboard(`searchSourceJSON: ${parsed.error.issues[0]?.message ?? 'invalid'}`)
}
