import { type AccountLine } from '../../contracts/run-ledger.ts'
import { type AccountNumber, type Happening, type Occurrence } from '../world/happenings.ts'
import { Names } from '../world/names.ts'
import { currencyOfAccount } from './event-currency.ts'

/** Numbers of an account in `#sums`. */
const sums = { opening: 0, debit: 1, credit: 2, transactions: 3, count: 4 } as const

/**
 * Sums per account: four numbers and a byte each, 70 MB for a million customers with two accounts.
 */
export class AccountTotals {
  /** By the number of the customer twice, plus that of the account. */
  #sums = new Float64Array(0)
  /** Index into `#currencies`; 0 = not seen, 1 = seen but not known. */
  #currencyOf = new Uint8Array(0)
  readonly #currencies: (string | undefined)[] = [undefined, undefined]
  readonly #names: Names

  /** @param bank the name of the bank, if it has one */
  constructor(bank?: string) {
    this.#names = new Names(bank)
  }

  /** @param value the event as it was sent */
  add({ customer, happening }: Occurrence, value: string): void {
    if (happening.kind === 'registered') return
    const account = accountOf(happening)
    const at = customer * 2 + account
    this.#makeRoomFor(at)
    if ((this.#currencyOf[at] ?? 0) < 2) this.#currencyOf[at] = this.#currencyIn(value)
    switch (happening.kind) {
      case 'opened':
        this.#add(at, sums.opening, happening.openingMinor)
        return
      case 'authorized':
        this.#add(at, sums[happening.transaction.direction], happening.bookedMinor)
        break
      case 'reversed':
        this.#add(at, opposite[happening.transaction.direction], happening.bookedMinor)
        break
      case 'declined':
    }
    this.#add(at, sums.transactions, 1)
  }

  /** Every account that an applied event was about, in the order of their ids' numbers. */
  *totals(): Generator<AccountLine, void, void> {
    for (let at = 0; at < this.#currencyOf.length; at += 1) {
      if (this.#currencyOf[at] !== 0) yield this.#total(at)
    }
  }

  #total(at: number): AccountLine {
    const [openingMinor = 0, debitMinor = 0, creditMinor = 0, transactions = 0] =
      this.#sums.subarray(at * sums.count, (at + 1) * sums.count)
    return {
      total: 'account',
      account: this.#names.account(at >>> 1, at & 1),
      currency: this.#currencies[this.#currencyOf[at] ?? 0],
      openingMinor,
      debitMinor,
      creditMinor,
      balanceMinor: openingMinor - debitMinor + creditMinor,
      transactions,
    }
  }

  #add(at: number, sum: number, amount: number): void {
    const index = at * sums.count + sum
    this.#sums[index] = (this.#sums[index] ?? 0) + amount
  }

  #currencyIn(value: string): number {
    const currency = currencyOfAccount(value)
    const known = this.#currencies.indexOf(currency, 1)
    return known >= 0 ? known : this.#currencies.push(currency) - 1
  }

  #makeRoomFor(at: number): void {
    const length = this.#currencyOf.length
    if (at < length) return
    const roomier = Math.max(1024, at + 1, Math.ceil(length * 1.5))
    const grownSums = new Float64Array(roomier * sums.count)
    grownSums.set(this.#sums)
    this.#sums = grownSums
    const grownCurrencyOf = new Uint8Array(roomier)
    grownCurrencyOf.set(this.#currencyOf)
    this.#currencyOf = grownCurrencyOf
  }
}

/** Where what is taken back goes. */
const opposite = { debit: sums.credit, credit: sums.debit } as const

function accountOf(happening: Exclude<Happening, { kind: 'registered' }>): AccountNumber {
  return happening.kind === 'opened' ? happening.account : happening.transaction.account
}
