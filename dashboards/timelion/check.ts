import { type FieldUse, fieldProblems, metricNeeds } from '../panels/field-use.ts'
import { type KnownFields } from '../panels/known-fields.ts'
import { queryFields } from '../panels/query-fields.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { callProblems, callsOf, parameterOf } from './check-calls.ts'
import { parseMetric, parseSplit } from './metric.ts'
import { parseTimelion } from './parse.ts'
import { signaturesByName } from './signatures.ts'
import { type Call, type Expression } from './syntax.ts'

/**
 * Everything that is wrong with a Timelion expression before anybody asks Elasticsearch: syntax,
 * functions, arguments with their types and ranges, and the fields of every `.es()`.
 *
 * Kibana itself draws zeros for a metric over a field that does not exist, and says nothing.
 *
 * @param dataViews that may be asked; see `knownFieldsOf`.
 * @returns one sentence per problem; none when all is well.
 */
export function checkExpression(
  expression: string,
  dataViews: readonly KnownFields[],
): readonly string[] {
  let parsed: Expression
  try {
    parsed = parseTimelion(expression)
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error
    return [`${error.message}.`]
  }
  const problems = callProblems(parsed)
  // What a call means is certain only when its arguments are right.
  if (problems.length > 0) return problems
  return fieldProblems(timelionFieldUses(parsed), dataViews).map(
    (problem) => `Timelion: .es(): ${problem}`,
  )
}

/** What every `.es()` of a checked expression does with fields. */
export function timelionFieldUses(expression: Expression): FieldUse[] {
  return callsOf(expression)
    .filter(({ name }) => signaturesByName.get(name)?.name === 'es')
    .flatMap(sourceUses)
}

function sourceUses(call: Call): FieldUse[] {
  const texts = (name: string) => textsOf(call, name)
  const [index = ''] = texts('index')
  const metrics = texts('metric').flatMap((text) => parseMetric(text) ?? [])
  const uses: Omit<FieldUse, 'index'>[] = [
    ...texts('timefield').map(
      (field) => ({ field, purpose: 'timefield', need: 'a date' }) as const,
    ),
    ...metrics.flatMap(({ type, field }) =>
      type === 'count' ? [] : [{ field, purpose: `metric ${type}`, need: metricNeeds[type] }],
    ),
    ...texts('split')
      .flatMap((text) => parseSplit(text) ?? [])
      .map(({ field }) => ({ field, purpose: 'split', need: 'aggregatable' }) as const),
    ...texts('q')
      .flatMap(queryFields)
      .map((field) => ({ field, purpose: 'q', need: 'there' }) as const),
  ]
  return uses.map((use) => ({ ...use, index }))
}

function textsOf(call: Call, name: string): string[] {
  const parameters = signaturesByName.get(call.name)?.parameters ?? []
  return call.arguments
    .filter((argument, position) => parameterOf(argument, position, parameters)?.name === name)
    .flatMap(({ value }) =>
      value.kind === 'literal' && value.literal !== null ? [String(value.literal)] : [],
    )
}
