import { type Character, characterOf } from './customers.ts'
import { Random } from './random.ts'

/** The characters of all customers, as columns: a million of them are some 14 MB. */
export class Population {
  readonly size: number
  readonly #lifestyles: Uint8Array
  readonly #homes: Uint16Array
  /** Whole euros. */
  readonly #incomes: Uint16Array
  readonly #activities: Float64Array
  readonly #paydays: Uint8Array

  constructor(seed: number, size: number) {
    this.size = size
    this.#lifestyles = new Uint8Array(size)
    this.#homes = new Uint16Array(size)
    this.#incomes = new Uint16Array(size)
    this.#activities = new Float64Array(size)
    this.#paydays = new Uint8Array(size)
    const random = new Random()
    for (let customer = 0; customer < size; customer += 1) {
      this.#put(customer, characterOf(seed, customer, random))
    }
  }

  character(customer: number): Character {
    return {
      lifestyle: this.lifestyle(customer),
      home: this.home(customer),
      incomeEuros: this.#incomes[customer] ?? 0,
      activity: this.activity(customer),
      payday: this.payday(customer),
    }
  }

  lifestyle(customer: number): number {
    return this.#lifestyles[customer] ?? 0
  }

  home(customer: number): number {
    return this.#homes[customer] ?? 0
  }

  activity(customer: number): number {
    return this.#activities[customer] ?? 0
  }

  payday(customer: number): number {
    return this.#paydays[customer] ?? 0
  }

  #put(customer: number, character: Character): void {
    this.#lifestyles[customer] = character.lifestyle
    this.#homes[customer] = character.home
    this.#incomes[customer] = character.incomeEuros
    this.#activities[customer] = character.activity
    this.#paydays[customer] = character.payday
  }
}
