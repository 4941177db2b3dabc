import { invalidDashboard } from '../invalid.ts'
import { type SearchAnswer, type SearchRequest } from '../panels/search.ts'
import { type ArgumentValue, BoundArguments } from './arguments.ts'
import { callProblems } from './check-calls.ts'
import { planElasticsearch, type PlannedSearch } from './elasticsearch-source.ts'
import { links } from './links.ts'
import { parseTimelion } from './parse.ts'
import { joinLists, listOf, type SeriesList } from './series.ts'
import { signaturesByName } from './signatures.ts'
import { steadySeries } from './steady-series.ts'
import { type Call, type Chain, type Expression, type Value } from './syntax.ts'
import { type Timeline } from './timeline.ts'

/** A Timelion expression that is checked and ready: what to ask, and what to make of the answers. */
export interface PreparedTimelion {
  readonly requests: readonly SearchRequest[]
  /** @param answers to the requests, in their order. */
  readonly evaluate: (answers: readonly SearchAnswer[]) => SeriesList
}

interface Context {
  readonly timeline: Timeline
  /** Of the dashboard, in Lucene. */
  readonly query: string
}

const searchesMax = 50

/**
 * Prepares an expression. All searches are known before any is answered, so that those of a whole
 * dashboard can be sent as one request.
 *
 * @throws PipelineError `dashboards.invalid`: what in the expression is wrong or not known, by name.
 */
export function prepareTimelion(text: string, context: Context): PreparedTimelion {
  const expression = parseTimelion(text)
  const [problem] = callProblems(expression)
  if (problem !== undefined) {
    throw invalidDashboard(problem.replace(/\.$/, ''), { action: 'Correct the expression.' })
  }
  const plans = new Map<Call, readonly PlannedSearch[]>()
  // Evaluated once over no answers at all, which finds every `.es()`.
  evaluateExpression(expression, {
    ...context,
    source: (call, bound) => {
      plans.set(call, planElasticsearch(bound, context))
      return listOf([])
    },
  })
  const searches = [...plans.values()].flat()
  if (searches.length > searchesMax) {
    throw invalidDashboard(`Timelion: an expression may need ${searchesMax} searches`)
  }
  return {
    requests: searches.map(({ request }) => request),
    evaluate: (answers) => {
      const remaining = [...answers]
      const answered = new Map(
        [...plans].map(([call, planned]) => [call, answerAll(planned, remaining)]),
      )
      return evaluateExpression(expression, {
        ...context,
        source: (call) => answered.get(call) ?? listOf([]),
      })
    },
  }
}

function answerAll(planned: readonly PlannedSearch[], remaining: SearchAnswer[]): SeriesList {
  return listOf(
    planned.flatMap(({ toSeries }) => {
      const answer = remaining.shift()
      if (answer === undefined) throw new Error('expected an answer to every request')
      return toSeries(answer)
    }),
  )
}

interface Evaluation extends Context {
  readonly source: (call: Call, bound: BoundArguments) => SeriesList
}

function evaluateExpression(expression: Expression, evaluation: Evaluation): SeriesList {
  return joinLists(expression.map((chain) => evaluateChain(chain, evaluation)))
}

function evaluateChain({ head, links: calls }: Chain, evaluation: Evaluation): SeriesList {
  const start =
    head.kind === 'group'
      ? evaluateExpression(head.members, evaluation)
      : evaluateSource(head, evaluation)
  return calls.reduce((list, call) => applyLink(list, call, evaluation), start)
}

function evaluateSource(call: Call, evaluation: Evaluation): SeriesList {
  const bound = bind(call, evaluation)
  return signaturesByName.get(call.name)?.name === 'static'
    ? listOf([steadySeries(bound, evaluation.timeline)])
    : evaluation.source(call, bound)
}

function applyLink(list: SeriesList, call: Call, evaluation: Evaluation): SeriesList {
  const { name = '' } = signaturesByName.get(call.name) ?? {}
  const link = links.get(name)
  if (link === undefined) throw new Error(`.${call.name}() has a signature and no evaluation`)
  return link(list, bind(call, evaluation), evaluation.timeline)
}

function bind(call: Call, evaluation: Evaluation): BoundArguments {
  const parameters = signaturesByName.get(call.name)?.parameters ?? []
  return new BoundArguments(call, parameters, (value) => evaluateValue(value, evaluation))
}

function evaluateValue(value: Value, evaluation: Evaluation): ArgumentValue {
  return value.kind === 'literal' ? value.literal : evaluateChain(value.chain, evaluation)
}
