import { suggestion } from '../panels/field-use.ts'
import { type Parameter, type Signature, signaturesByName, type ValueType } from './signatures.ts'
import { type Argument, type Call, type Chain, type Expression, type Value } from './syntax.ts'

/** Every call of an expression, outer ones before those in their arguments. */
export function callsOf(expression: Expression): Call[] {
  return expression.flatMap(({ head, links }) => [
    ...(head.kind === 'group' ? callsOf(head.members) : [head]),
    ...(head.kind === 'group' ? [] : innerCalls(head)),
    ...links.flatMap((call) => [call, ...innerCalls(call)]),
  ])
}

function innerCalls({ arguments: given }: Call): Call[] {
  return given.flatMap(({ value }) => (value.kind === 'chain' ? callsOf([value.chain]) : []))
}

/**
 * Holds every call against the table of functions: names, places, arguments, types and ranges.
 *
 * @returns one sentence per problem; none when each can be evaluated.
 */
export function callProblems(expression: Expression): string[] {
  return expression.flatMap(chainProblems)
}

function chainProblems({ head, links }: Chain): string[] {
  const begin = head.kind === 'group' ? callProblems(head.members) : problemsOf(head, 'source')
  return [...begin, ...links.flatMap((call) => problemsOf(call, 'link'))]
}

function problemsOf(call: Call, role: Signature['role']): string[] {
  const inner = call.arguments.flatMap(({ value }) =>
    value.kind === 'chain' ? chainProblems(value.chain) : [],
  )
  return [...nameOrArgumentProblems(call, role), ...inner]
}

function nameOrArgumentProblems(call: Call, role: Signature['role']): string[] {
  const signature = signaturesByName.get(call.name)
  if (signature === undefined) {
    const names = [...signaturesByName.values()].filter((one) => one.role === role)
    const candidates = [...new Set(names.flatMap(({ name, aliases }) => [name, ...aliases]))]
    return [sentence(call, `is not evaluated here; ${known(role, candidates)}`, call.name, candidates)] // prettier-ignore
  }
  if (signature.role !== role) {
    return [
      `Timelion: .${call.name}() ${role === 'link' ? 'begins a chain and follows nothing' : 'follows another; a chain begins with .es() or .static()'}.`,
    ]
  }
  return argumentProblems(call, signature)
}

function known(role: Signature['role'], candidates: readonly string[]): string {
  if (role === 'source') return 'a chain begins with .es() or .static()'
  return `known are ${[...candidates].sort().join(', ')}`
}

function sentence(
  { name }: Call,
  what: string,
  typed: string,
  candidates: readonly string[],
): string {
  return `Timelion: .${name}() ${what}${suggestion(typed, candidates)}.`
}

function argumentProblems(call: Call, { parameters }: Signature): string[] {
  const given = call.arguments.map((argument, position) => ({
    argument,
    parameter: parameterOf(argument, position, parameters),
  }))
  const names = given.flatMap(({ parameter }) => (parameter === undefined ? [] : [parameter.name]))
  const problems = [
    ...given.flatMap(({ argument, parameter }, position) =>
      parameter === undefined
        ? [unknownArgument(argument, position, parameters)]
        : valueProblem(parameter, argument.value),
    ),
    ...parameters
      .filter(({ name, isRepeatable }) => isRepeatable !== true && countOf(name, names) > 1)
      .map(({ name }) => `argument ${name} is given twice`),
    ...parameters
      .filter(({ name, isOptional }) => isOptional !== true && !names.includes(name))
      .map(({ name }) => `argument ${name} is missing`),
  ]
  return problems.map((problem) => `Timelion: .${call.name}(): ${problem}.`)
}

function countOf(name: string, names: readonly string[]): number {
  return names.filter((other) => other === name).length
}

/** The parameter that an argument is for, by its name or else by its position. */
export function parameterOf(
  { name }: Argument,
  position: number,
  parameters: readonly Parameter[],
): Parameter | undefined {
  return name === undefined
    ? parameters[position]
    : parameters.find((parameter) => parameter.name === name)
}

function unknownArgument(
  { name }: Argument,
  position: number,
  parameters: readonly Parameter[],
): string {
  const names = parameters.map((parameter) => parameter.name)
  const came = name === undefined ? `argument number ${position + 1}` : `argument ${name}`
  const takes = names.join(', ') || 'none'
  return `${came} is not known; it takes ${takes}${suggestion(name ?? '', names)}`
}

function valueProblem(parameter: Parameter, value: Value): string[] {
  const { name, types, isOptional } = parameter
  const type = typeOf(value)
  const isTaken = type === 'null' ? isOptional === true : types.includes(type)
  if (!isTaken) return [`argument ${name}: expected ${types.join(' or ')}, got ${type}`]
  if (value.kind === 'chain') return []
  const expected = expectation(parameter, value.literal)
  return expected === undefined
    ? []
    : [`argument ${name}: expected ${expected}, got ${String(value.literal)}`]
}

function typeOf(value: Value): ValueType | 'null' {
  if (value.kind === 'chain') return 'series'
  const { literal } = value
  if (literal === null) return 'null'
  return typeof literal === 'number' ? 'number' : typeof literal === 'string' ? 'string' : 'boolean'
}

/** What would have been right instead, if the value is not. */
function expectation({ range, form }: Parameter, literal: unknown): string | undefined {
  if (typeof literal === 'number') return range && outside(range, literal)
  const isWrong = typeof literal === 'string' && form?.isValid(literal) === false
  return isWrong ? form.expected : undefined
}

function outside(
  { min, max, isWhole = false }: NonNullable<Parameter['range']>,
  number: number,
): string | undefined {
  const isWithin = number >= min && number <= (max ?? Infinity)
  if (isWithin && (!isWhole || Number.isInteger(number))) return undefined
  return `a ${isWhole ? 'whole ' : ''}number from ${min}${max === undefined ? '' : ` to ${max}`}`
}
