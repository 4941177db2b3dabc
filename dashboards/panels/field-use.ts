import { closestTo } from '../../runtime/similar.ts'
import { type KnownFields } from './known-fields.ts'

/** What a panel does with a field. */
export interface FieldUse {
  readonly index: string
  readonly field: string
  /** For messages: `sum`, `terms`, `the time field`. */
  readonly purpose: string
  readonly need: FieldNeed
}

/** What a field must be for that. */
export type FieldNeed = 'a number' | 'a date' | 'a number or a date' | 'aggregatable' | 'there'

const numbers = ['long', 'integer', 'short', 'byte', 'double', 'float', 'half_float', 'scaled_float', 'unsigned_long'] // prettier-ignore
const dates = ['date', 'date_nanos']

/** What each metric of Elasticsearch takes. */
export const metricNeeds = {
  sum: 'a number',
  avg: 'a number',
  percentiles: 'a number',
  min: 'a number or a date',
  max: 'a number or a date',
  cardinality: 'aggregatable',
} as const satisfies Record<string, FieldNeed>

/** Holds what a panel does with fields against what is known of them: one sentence per problem. */
export function fieldProblems(
  uses: readonly FieldUse[],
  known: readonly KnownFields[],
): readonly string[] {
  const problems = uses.flatMap((use) => {
    const source = known.find(({ index }) => index === use.index)
    return source === undefined ? [unknownIndex(use.index, known)] : fieldProblem(use, source)
  })
  return [...new Set(problems)]
}

function unknownIndex(index: string, known: readonly KnownFields[]): string {
  const names = known.map(({ index: name }) => name)
  return `index ${index} is none of ${names.join(', ') || 'none'}${suggestion(index, names)}.`
}

function fieldProblem({ field, purpose, need }: FieldUse, source: KnownFields): string[] {
  const { fields, place } = source
  const found = fields.get(field)
  if (found === undefined) {
    return [`${purpose}: ${place} has no field ${field}${suggestion(field, [...fields.keys()])}.`]
  }
  return isMet(need, found)
    ? []
    : [`${purpose}: expected ${field} to be ${need}; in ${place} it is ${described(found)}.`]
}

type Found = NonNullable<ReturnType<KnownFields['fields']['get']>>

function isMet(need: FieldNeed, { type, isAggregatable }: Found): boolean {
  switch (need) {
    case 'there':
      return true
    case 'aggregatable':
      return isAggregatable
    case 'a number':
      return isAggregatable && numbers.includes(type)
    case 'a date':
      return isAggregatable && dates.includes(type)
    case 'a number or a date':
      return isAggregatable && (numbers.includes(type) || dates.includes(type))
  }
}

function described({ type, isAggregatable }: Found): string {
  return isAggregatable ? `of the type ${type}` : `of the type ${type} and not aggregatable`
}

/** `; did you mean x?` without the question mark: it stands before the full stop. */
export function suggestion(typed: string, candidates: readonly string[]): string {
  const closest = closestTo(typed, candidates)
  return closest === undefined ? '' : `; perhaps ${closest} is meant`
}
