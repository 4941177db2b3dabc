import { type Character } from './customers.ts'
import { cityAt } from './cities.ts'
import { convert, type Currency, fromEuros, toBankNotes } from './currencies.ts'
import { lifestyleList } from './archetypes.ts'
import {
  type AccountNumber,
  type Authorized,
  current,
  type Opened,
  type Reversed,
  type ReversalReason,
  savings,
  type Transaction,
} from './happenings.ts'
import { itemAt, type Random } from './random.ts'

/** The bank's books: what is on each account and how far below zero it may go. */
export class Books {
  readonly #balances: Float64Array
  /** In minor units, of which the highest are some 100 million. */
  readonly #overdrafts: Uint32Array
  readonly #sequences: Uint32Array
  readonly #currencyOf: (customer: number) => Currency

  constructor(customers: number, currencyOf: (customer: number) => Currency) {
    this.#balances = new Float64Array(customers * 2)
    this.#overdrafts = new Uint32Array(customers)
    this.#sequences = new Uint32Array(customers)
    this.#currencyOf = currencyOf
  }

  /** Opens the accounts of a new customer. NaN on the savings account of those who have none. */
  open(customer: number, character: Character, random: Random): Opened[] {
    const { overdraft, hasSavings, savings: saved } = itemAt(lifestyleList, character.lifestyle)
    const { currency, priceLevel } = cityAt(character.home).country
    const overdraftMinor = fromEuros(random.int(...overdraft) * priceLevel, currency)
    this.#overdrafts[customer] = overdraftMinor === 0 ? 0 : toBankNotes(overdraftMinor, currency)
    const openingEuros = character.incomeEuros * priceLevel * (0.2 + random.uniform())
    const opened = [this.#openOne(customer, current, fromEuros(openingEuros, currency))]
    this.#balances[customer * 2 + savings] = NaN
    if (random.isTrue(hasSavings)) {
      const savedMinor = fromEuros(random.int(...saved) * priceLevel, currency)
      opened.push(this.#openOne(customer, savings, savedMinor))
    }
    return opened
  }

  hasSavings(customer: number): boolean {
    return !Number.isNaN(this.balance(customer, savings))
  }

  balance(customer: number, account: AccountNumber): number {
    return this.#balances[customer * 2 + account] ?? NaN
  }

  currency(customer: number): Currency {
    return this.#currencyOf(customer)
  }

  /** What may still be taken from an account, overdraft included. */
  available(customer: number, account: AccountNumber = current): number {
    const overdraft = account === current ? (this.#overdrafts[customer] ?? 0) : 0
    return this.balance(customer, account) + overdraft
  }

  /** The number of the customer's next transaction. */
  nextSequence(customer: number): number {
    const sequence = this.#sequences[customer] ?? 0
    this.#sequences[customer] = sequence + 1
    return sequence
  }

  /** The amount of a transaction as it would be booked, in the currency of the account. */
  booked(customer: number, { amountMinor, currency }: Transaction): number {
    return convert(amountMinor, currency, this.currency(customer))
  }

  authorize(customer: number, transaction: Transaction): Authorized {
    const bookedMinor = this.booked(customer, transaction)
    const sign = transaction.direction === 'debit' ? -1 : 1
    const balanceAfterMinor = this.#add(customer, transaction.account, sign * bookedMinor)
    return { kind: 'authorized', transaction, bookedMinor, balanceAfterMinor }
  }

  /** Takes a part or all of a transaction back, at the rate at which it was booked. */
  reverse(
    customer: number,
    { transaction, bookedMinor }: Authorized,
    { share, reason }: { readonly share: number; readonly reason: ReversalReason },
  ): Reversed {
    const amountMinor = Math.max(1, Math.floor(transaction.amountMinor * share))
    const backMinor = Math.floor((bookedMinor * amountMinor) / transaction.amountMinor)
    const sign = transaction.direction === 'debit' ? 1 : -1
    const balanceAfterMinor = this.#add(customer, transaction.account, sign * backMinor)
    return {
      kind: 'reversed',
      transaction,
      amountMinor,
      bookedMinor: backMinor,
      balanceAfterMinor,
      reason,
    }
  }

  #openOne(customer: number, account: AccountNumber, openingMinor: number): Opened {
    this.#balances[customer * 2 + account] = openingMinor
    const overdraftMinor = account === current ? (this.#overdrafts[customer] ?? 0) : 0
    return { kind: 'opened', account, openingMinor, overdraftMinor }
  }

  #add(customer: number, account: AccountNumber, amountMinor: number): number {
    const balance = this.balance(customer, account) + amountMinor
    this.#balances[customer * 2 + account] = balance
    return balance
  }
}
