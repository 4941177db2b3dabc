import { fromEuros } from './currencies.ts'
import {
  type AccountNumber,
  type Authorized,
  type Counterpart,
  current,
  type Declined,
  type Direction,
  savings,
  type Transaction,
} from './happenings.ts'
import { type Relation, type Society } from './society.ts'

/** Money that goes from account to account: nobody needs to be anywhere for it. */
export class Transfers {
  readonly #society: Society

  constructor(society: Society) {
    this.#society = society
  }

  /** Money comes in. */
  receive(customer: number, relation: Relation, euros: number): Authorized {
    const transaction = this.#transaction(customer, {
      direction: 'credit',
      amountMinor: this.#toMinor(customer, euros),
      counterpart: this.#society.counterpart(customer, relation),
    })
    return this.#society.books.authorize(customer, transaction)
  }

  /** A bill that is collected on its day. */
  directDebit(customer: number, relation: Relation, euros: number): Authorized | Declined {
    return this.#send(customer, {
      amountMinor: this.#toMinor(customer, euros),
      counterpart: this.#society.counterpart(customer, relation),
      channel: 'direct_debit',
    })
  }

  toFriend(customer: number, euros: number): Authorized | Declined {
    return this.#send(customer, {
      amountMinor: this.#toMinor(customer, Math.max(1, Math.round(euros))),
      counterpart: this.#society.counterpart(customer, 'friend'),
      channel: 'transfer',
    })
  }

  /**
   * From one own account to the other; nothing when there is not so much.
   *
   * @param keptEuros what must be left on the account from which it goes
   */
  between(
    customer: number,
    { from, euros, keptEuros }: { from: AccountNumber; euros: number; keptEuros: number },
  ): Authorized[] {
    const { books } = this.#society
    if (!books.hasSavings(customer)) return []
    const amountMinor = this.#toMinor(customer, euros)
    const leftMinor = books.balance(customer, from) - amountMinor
    if (leftMinor < this.#toMinor(customer, keptEuros)) return []
    const to = from === current ? savings : current
    const counterpart = this.#society.counterpart(customer, 'self')
    const out = { direction: 'debit', amountMinor, account: from, counterpart } as const
    const back = { direction: 'credit', amountMinor, account: to, counterpart } as const
    return [out, back].map((side) => books.authorize(customer, this.#transaction(customer, side)))
  }

  /** The account is empty: money comes from the savings or from somebody who helps. */
  topUp(customer: number): Authorized[] {
    const { random, population } = this.#society
    const { incomeEuros } = population.character(customer)
    const euros = Math.max(10, Math.round((incomeEuros * random.logNormal(0.5, 0.4)) / 10) * 10)
    const saved = this.between(customer, { from: savings, euros, keptEuros: 0 })
    if (saved.length > 0) return saved
    return [this.receive(customer, random.pick(helpers), euros)]
  }

  #send(
    customer: number,
    request: Pick<Transaction, 'amountMinor' | 'channel'> & { counterpart: Counterpart },
  ): Authorized | Declined {
    const { books } = this.#society
    const transaction = this.#transaction(customer, { direction: 'debit', ...request })
    return transaction.amountMinor > books.available(customer)
      ? { kind: 'declined', transaction, reason: 'insufficient_funds' }
      : books.authorize(customer, transaction)
  }

  #transaction(customer: number, request: Request): Transaction {
    return {
      account: current,
      channel: 'transfer',
      ...request,
      sequence: this.#society.books.nextSequence(customer),
      currency: this.#society.currency(customer),
      place: this.#society.homePlace(customer),
    }
  }

  #toMinor(customer: number, euros: number): number {
    const { currency, priceLevel } = this.#society.home(customer).country
    return Math.max(1, fromEuros(euros * priceLevel, currency))
  }
}

interface Request {
  readonly direction: Direction
  readonly amountMinor: number
  readonly counterpart: Counterpart
  readonly account?: AccountNumber
  readonly channel?: Transaction['channel']
}

const helpers = ['relative', 'friend', 'employer', 'self'] as const satisfies readonly Relation[]
