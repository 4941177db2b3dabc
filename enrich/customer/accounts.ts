import { type AccountOpened, type BankTransaction } from '../../contracts/events/bank-activity.ts'
import { type CustomerState } from '../../contracts/indices/customers.ts'
import { limits } from '../../contracts/limits.ts'
import { type CurrencyCode } from '../../contracts/money.ts'
import { type EpochMs } from '../../contracts/time.ts'
import { signedEurCentsOf } from '../rates.ts'
import { sumOf } from '../sums.ts'
import { type Writable } from '../writable.ts'

export type AccountState = CustomerState['accounts'][number]

/** Accounts as they are after an event. */
export interface Accounts {
  readonly accounts: CustomerState['accounts']
  /** How many had to give way. */
  readonly leftOut: number
}

/** An account of which nothing was seen. */
export function newAccount(id: string): AccountState {
  return { id, credit_minor: 0, debit_minor: 0 }
}

/** The account with what its opening says. It may come after bookings. */
export function openedAccount(
  account: AccountState,
  { kind, currency, opening_balance_minor, overdraft_limit_minor }: AccountOpened['data'],
  at: EpochMs,
): AccountState {
  const opened = {
    ...account,
    kind,
    currency,
    opening_minor: opening_balance_minor,
    overdraft_limit_minor,
  }
  return withBalance(opened, { at, told: undefined })
}

/**
 * The account after a transaction.
 *
 * The balance is opening + credits - debits, which is the same in whatever order late bookings
 * come. Without the opening it is what the last booking in the log says.
 */
export function bookedAccount(
  account: AccountState,
  event: BankTransaction,
  at: EpochMs,
): AccountState {
  if (event.type === 'bank.transaction.declined.v1') {
    return { ...account, last_transaction_at: event.time }
  }
  const { direction, booked, balance_after_minor: told } = event.data
  const isCredit = direction === 'credit'
  const changed = copyOf(account)
  changed.last_transaction_at = event.time
  changed.currency ??= booked.currency
  if (isCredit) changed.credit_minor = sumOf(account.credit_minor, booked.amount_minor)
  else changed.debit_minor = sumOf(account.debit_minor, booked.amount_minor)
  return withBalance(changed, { at, told })
}

/** Field by field, where it was opened and used: a spread takes several times as long. */
function copyOf(account: AccountState): Writable<AccountState> {
  const { id, credit_minor, debit_minor, kind, currency, opening_minor, overdraft_limit_minor, balance_minor, balance_eur_cents, last_transaction_at } = account // prettier-ignore
  if (kind === undefined || currency === undefined || opening_minor === undefined || overdraft_limit_minor === undefined) return { ...account } // prettier-ignore
  if (balance_minor === undefined || last_transaction_at === undefined) return { ...account }
  return balance_eur_cents === undefined
    ? { id, credit_minor, debit_minor, kind, currency, opening_minor, overdraft_limit_minor, balance_minor, last_transaction_at } // prettier-ignore
    : { id, credit_minor, debit_minor, kind, currency, opening_minor, overdraft_limit_minor, balance_minor, balance_eur_cents, last_transaction_at } // prettier-ignore
}

/** Changes the account that it is given, which is nobody else's yet. */
function withBalance(
  account: Writable<AccountState>,
  { at, told }: { readonly at: EpochMs; readonly told: number | undefined },
): AccountState {
  const { opening_minor, credit_minor, debit_minor, currency } = account
  const balance = opening_minor === undefined ? told : sumOf(sumOf(opening_minor, credit_minor), -debit_minor) // prettier-ignore
  if (balance === undefined) return account
  account.balance_minor = balance
  const eurCents = signedEurCentsOf(balance, currency as CurrencyCode, at)
  if (eurCents !== undefined) account.balance_eur_cents = eurCents
  // Only where there is one: V8 keeps an object from which something was deleted in a slower form.
  else if (account.balance_eur_cents !== undefined) delete account.balance_eur_cents
  return account
}

/** The account put in its place; when there are too many, another gives way. */
export function withAccount(accounts: CustomerState['accounts'], changed: AccountState): Accounts {
  let at = 0
  while (at < accounts.length && accounts[at]?.id !== changed.id) at += 1
  if (at < accounts.length) return { accounts: accounts.with(at, changed), leftOut: 0 }
  if (accounts.length < limits.accountsPerCustomerMax) {
    return { accounts: [...accounts, changed], leftOut: 0 }
  }
  const idle = longestIdle(accounts)
  return { accounts: [...accounts.filter((_, place) => place !== idle), changed], leftOut: 1 }
}

/** Which was used longest ago; one that was never used first, the earlier of two equal ones. */
function longestIdle(accounts: CustomerState['accounts']): number {
  let idle = 0
  for (const [at, { last_transaction_at: last = '' }] of accounts.entries()) {
    if (last < (accounts[idle]?.last_transaction_at ?? '')) idle = at
  }
  return idle
}

/** What all accounts hold together. */
export function balanceOf(accounts: CustomerState['accounts']): CustomerState['balance'] {
  let cents = 0
  let isOverdrawn = false
  for (const { balance_eur_cents = 0, balance_minor = 0 } of accounts) {
    cents = sumOf(cents, balance_eur_cents)
    if (balance_minor < 0) isOverdrawn = true
  }
  return { eur_cents: cents, eur: cents / 100, is_overdrawn: isOverdrawn }
}
