import { z } from 'zod'
import { parseJson, type SavedObject } from './saved-object.ts'

/**
 * What in the state of a visualization a Kibana would trip over when it draws the panel: kinds that
 * 7.10 does not have, filters of TSVB in another shape, links to dashboards that are not there.
 *
 * @param known types and ids of all objects: `dashboard tally-customers`.
 * @returns one sentence per problem; none when all is well.
 */
export function visualizationProblems(
  { attributes }: SavedObject,
  known: ReadonlySet<string>,
): string[] {
  const parsed = State.safeParse(parseJson(String(attributes['visState']), 'visState'))
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => `visState.${path.join('.')}: ${message}`)
  }
  const { type, params } = parsed.data
  if (type === 'markdown') return linkProblems(params['markdown'], known)
  return type === 'metrics' ? timeSeriesProblems(params) : []
}

/** The kinds that Kibana has from 7.10 OSS to 9.x, and that this program can verify. */
const kinds = [
  'area',
  'heatmap',
  'histogram',
  'input_control_vis',
  'line',
  'markdown',
  'metric',
  'metrics',
  'pie',
  'table',
  'timelion',
] as const

const State = z.object({ type: z.enum(kinds), params: z.looseObject({}) })

function linkProblems(text: unknown, known: ReadonlySet<string>): string[] {
  if (typeof text !== 'string') return ['visState.params.markdown: expected text']
  return [...text.matchAll(/\]\(#\/view\/(?<id>[^)?]+)[^)]*\)/g)]
    .map(({ groups }) => groups?.['id'] ?? '')
    .filter((id) => !known.has(`dashboard ${id}`))
    .map((id) => `links to dashboard ${id}, which is not in the bundle`)
}

const Query = z.strictObject({ query: z.string(), language: z.enum(['lucene', 'kuery']) })

/** What TSVB filters by: 7.10 takes no other shape, and 7.17 would make a reference of an index. */
const TimeSeries = z.looseObject({
  index_pattern: z.string('expected the name of an index, not a reference'),
  use_kibana_indexes: z.literal(false).optional(),
  filter: Query.optional(),
  series: z.array(
    z.looseObject({
      filter: Query.optional(),
      split_filters: z.array(z.looseObject({ filter: Query })).optional(),
      metrics: z.array(
        z.looseObject({ numerator: Query.optional(), denominator: Query.optional() }),
      ),
    }),
  ),
})

function timeSeriesProblems(params: Readonly<Record<string, unknown>>): string[] {
  const { error } = TimeSeries.safeParse(params)
  return (error?.issues ?? []).map(
    ({ path, message }) => `TSVB: ${path.join('.')}: ${message}; filters are { query, language }`,
  )
}
