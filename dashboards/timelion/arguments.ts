import { invalidDashboard } from '../invalid.ts'
import { parameterOf } from './check-calls.ts'
import { type SeriesList } from './series.ts'
import { type Parameter } from './signatures.ts'
import { type Call, type Value } from './syntax.ts'

export type ArgumentValue = string | number | boolean | null | SeriesList

/** The values of a checked call, by the names of its parameters. */
export class BoundArguments {
  readonly #call: string
  readonly #values = new Map<string, readonly ArgumentValue[]>()

  constructor(
    call: Call,
    parameters: readonly Parameter[],
    evaluate: (value: Value) => ArgumentValue,
  ) {
    this.#call = call.name
    call.arguments.forEach((argument, position) => {
      const { name = '' } = parameterOf(argument, position, parameters) ?? {}
      const given = this.#values.get(name) ?? []
      this.#values.set(name, [...given, evaluate(argument.value)])
    })
  }

  #all(name: string): readonly ArgumentValue[] {
    return (this.#values.get(name) ?? []).filter((value) => value !== null)
  }

  /** Whether it was given, be it as null. */
  has(name: string): boolean {
    return this.#values.has(name)
  }

  text(name: string): string | undefined {
    const [value] = this.#all(name)
    return typeof value === 'string' ? value : undefined
  }

  texts(name: string): string[] {
    return this.#all(name).map(String)
  }

  number(name: string): number | undefined {
    const [value] = this.#all(name)
    return typeof value === 'number' ? value : undefined
  }

  boolean(name: string): boolean | undefined {
    const [value] = this.#all(name)
    return typeof value === 'boolean' ? value : undefined
  }

  /** Whether something is shown, which Timelion lets people say as 1, 0, true or false. */
  isOn(name: string): boolean | undefined {
    const number = this.number(name)
    return this.boolean(name) ?? (number === undefined ? undefined : number !== 0)
  }

  series(name: string): SeriesList | undefined {
    const [value] = this.#all(name)
    return typeof value === 'object' && value !== null ? value : undefined
  }

  /** What turns out to be wrong only when figures are there. */
  invalid(what: string): Error {
    return invalidDashboard(`Timelion: .${this.#call}(): ${what}`, {
      action: 'Correct the expression.',
    })
  }
}
