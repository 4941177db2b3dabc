import { type Filter } from '../../dashboards/panels/filter.ts'
import { clauseOf } from '../../dashboards/panels/narrow-request.ts'
import { type SearchRequest } from '../../dashboards/panels/search.ts'
import { type ApiProblem } from './api.ts'
import { type Question, type Search } from './question.ts'

/**
 * Whether searches were refused for what the reader chose: asks for each filter and the query alone,
 * over the indices that refused them. So it is said once, instead of in every panel.
 *
 * @returns undefined when it is not the reader's choice; then each panel says its own.
 * @throws what `search` throws.
 */
export async function refusedChoice(
  refused: readonly SearchRequest[],
  { choice, period }: Question,
  search: Search,
): Promise<ApiProblem | undefined> {
  const { filters, query } = choice
  const indices = [...new Set(refused.map(({ index }) => index))]
  const parts = [...(query === '' ? [] : [query]), ...filters]
  const probes = parts.flatMap((part) =>
    indices.map((index) => ({ part, request: probe(index, clauseOf(part, period)) })),
  )
  if (probes.length === 0) return undefined
  const outcomes = await search(probes.map(({ request }) => request))
  const problems = probes.flatMap(({ part }, position) => {
    const outcome = outcomes[position]
    return outcome?.ok === false && !outcome.isLate ? [problemOf(part, outcome.reason)] : []
  })
  return problems[0]
}

/** Finds nothing and counts nothing; it only has to be understood. */
function probe(index: string, clause: object): SearchRequest {
  return {
    index,
    body: { size: 0, track_total_hits: false, query: { bool: { filter: [clause] } } },
  }
}

function problemOf(part: Filter | string, reason: string): ApiProblem {
  if (typeof part === 'string') {
    return {
      about: 'query',
      problem: `The query cannot be read: ${inWords(reason)}`,
      action:
        'Write it in Lucene: transaction.channel:online AND transaction.amount_eur:[100 TO *]',
    }
  }
  const name = part.kind === 'matches' ? part.label : part.field
  return {
    about: 'filters',
    problem: `The filter ${name} cannot be applied: ${inWords(reason)}`,
    action: 'Remove the filter.',
  }
}

/** Lucene repeats the query before it says what is wrong with it. */
function inWords(reason: string): string {
  const said = /Cannot parse '.*': (?<said>.+)$/s.exec(reason)?.groups?.['said'] ?? reason
  return said.replaceAll('"<EOF>"', 'the end').replaceAll('<EOF>', 'the end')
}
