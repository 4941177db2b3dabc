import { invalidDashboard } from '../invalid.ts'
import { type SeriesList } from './series.ts'
import { type Call } from './syntax.ts'

/** An argument that a function takes. */
export interface Parameter {
  readonly name: string
  readonly types: readonly ValueType[]
  readonly isOptional?: boolean
  /** May be given more than once: `q='a', q='b'`. */
  readonly isRepeatable?: boolean
}

type ValueType = 'number' | 'string' | 'boolean' | 'series'

export type ArgumentValue = string | number | boolean | null | SeriesList

/**
 * The values of a call by the names of the parameters, checked.
 *
 * @throws PipelineError `dashboards.invalid` that names function and argument.
 */
export class BoundArguments {
  readonly #call: string
  readonly #values: ReadonlyMap<string, readonly ArgumentValue[]>

  constructor(
    call: Call,
    parameters: readonly Parameter[],
    evaluate: (value: Call['arguments'][number]['value']) => ArgumentValue,
  ) {
    this.#call = call.name
    const values = new Map<string, ArgumentValue[]>()
    call.arguments.forEach(({ name, value }, position) => {
      const parameter = findParameter(call, parameters, name ?? position)
      const given = values.get(parameter.name) ?? []
      const isAgain = given.length > 0 && parameter.isRepeatable !== true
      if (isAgain) throw problem(call.name, `argument ${parameter.name} is given twice`)
      values.set(parameter.name, [...given, checkType(call, parameter, evaluate(value))])
    })
    const missing = parameters.find(
      ({ name, isOptional }) => isOptional !== true && !values.has(name),
    )
    if (missing !== undefined) throw problem(call.name, `argument ${missing.name} is missing`)
    this.#values = values
  }

  all(name: string): readonly ArgumentValue[] {
    return (this.#values.get(name) ?? []).filter((value) => value !== null)
  }

  text(name: string): string | undefined {
    const [value] = this.all(name)
    return typeof value === 'string' ? value : undefined
  }

  texts(name: string): string[] {
    return this.all(name).map(String)
  }

  number(name: string): number | undefined {
    const [value] = this.all(name)
    return typeof value === 'number' ? value : undefined
  }

  boolean(name: string): boolean | undefined {
    const [value] = this.all(name)
    return typeof value === 'boolean' ? value : undefined
  }

  /** Whether something is shown, which Timelion lets people say as 1, 0, true or false. */
  isOn(name: string): boolean | undefined {
    return (
      this.boolean(name) ?? (this.number(name) === undefined ? undefined : this.number(name) !== 0)
    )
  }

  series(name: string): SeriesList | undefined {
    const [value] = this.all(name)
    return typeof value === 'object' && value !== null ? value : undefined
  }

  invalid(what: string): Error {
    return problem(this.#call, what)
  }
}

function findParameter(
  { name: call }: Call,
  parameters: readonly Parameter[],
  key: string | number,
): Parameter {
  const found =
    typeof key === 'number' ? parameters[key] : parameters.find(({ name }) => name === key)
  if (found !== undefined) return found
  const known = parameters.map(({ name }) => name).join(', ') || 'none'
  const came = typeof key === 'number' ? `argument number ${key + 1}` : `argument ${key}`
  throw problem(call, `${came} is not known; it takes ${known}`)
}

function checkType(
  { name: call }: Call,
  { name, types, isOptional }: Parameter,
  value: ArgumentValue,
): ArgumentValue {
  const type = value === null ? 'null' : typeof value === 'object' ? 'series' : typeof value
  if (type === 'null' ? isOptional === true : types.includes(type as ValueType)) return value
  throw problem(call, `argument ${name}: expected ${types.join(' or ')}, got ${type}`)
}

function problem(call: string, what: string): Error {
  return invalidDashboard(`Timelion: .${call}(): ${what}`, { action: 'Correct the expression.' })
}
