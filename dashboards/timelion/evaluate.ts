import { invalidDashboard } from '../invalid.ts'
import { type SearchAnswer, type SearchRequest } from '../panels/search.ts'
import { type ArgumentValue, BoundArguments } from './arguments.ts'
import {
  answeredList,
  elasticsearchParameters,
  planElasticsearch,
  type PlannedSearch,
} from './elasticsearch-source.ts'
import { chainFunctions } from './functions.ts'
import { parseTimelion } from './parse.ts'
import { joinLists, type SeriesList } from './series.ts'
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
  const plans = new Map<Call, readonly PlannedSearch[]>()
  // Evaluated once over no answers at all, which finds every `.es()` and checks every argument.
  evaluateExpression(expression, {
    ...context,
    source: (call, bound) => {
      plans.set(call, planElasticsearch(bound, context))
      return answeredList([])
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
        source: (call) => answered.get(call) ?? answeredList([]),
      })
    },
  }
}

function answerAll(planned: readonly PlannedSearch[], remaining: SearchAnswer[]): SeriesList {
  return answeredList(
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

function evaluateChain({ head, links }: Chain, evaluation: Evaluation): SeriesList {
  const start =
    head.kind === 'group'
      ? evaluateExpression(head.members, evaluation)
      : evaluateSource(head, evaluation)
  return links.reduce((list, call) => applyFunction(list, call, evaluation), start)
}

function evaluateSource(call: Call, evaluation: Evaluation): SeriesList {
  const evaluate = (value: Value) => evaluateValue(value, evaluation)
  switch (call.name) {
    case 'es':
    case 'elasticsearch':
      return evaluation.source(call, new BoundArguments(call, elasticsearchParameters, evaluate))
    case 'static':
    case 'value':
      return staticList(new BoundArguments(call, staticParameters, evaluate), evaluation.timeline)
    default:
      throw unknownFunction(call, 'a chain begins with .es() or .static()')
  }
}

const staticParameters = [
  { name: 'value', types: ['number'] },
  { name: 'label', types: ['string'], isOptional: true },
] as const

function staticList(bound: BoundArguments, { times }: Timeline): SeriesList {
  const value = bound.number('value') ?? 0
  const label = bound.text('label') ?? String(value)
  return answeredList([{ label, points: times.map((time) => [time, value] as const), style: {} }])
}

function applyFunction(list: SeriesList, call: Call, evaluation: Evaluation): SeriesList {
  const known = chainFunctions.get(call.name)
  if (known === undefined) {
    throw unknownFunction(call, `known are ${[...chainFunctions.keys()].sort().join(', ')}`)
  }
  const bound = new BoundArguments(call, known.parameters, (value) =>
    evaluateValue(value, evaluation),
  )
  return known.apply(list, bound, evaluation.timeline)
}

function evaluateValue(value: Value, evaluation: Evaluation): ArgumentValue {
  return value.kind === 'literal' ? value.literal : evaluateChain(value.chain, evaluation)
}

function unknownFunction({ name }: Call, known: string): Error {
  return invalidDashboard(`Timelion: .${name}() is not evaluated here; ${known}`, {
    action: 'Correct the name, or look at the panel in a Kibana.',
  })
}
