import {
  type AccountOpened,
  type BankEvent,
  type BankTransaction,
  type CustomerRegistered,
} from '../../contracts/events/bank-activity.ts'
import { type CustomerState } from '../../contracts/indices/customers.ts'
import { ageBandOf } from '../age.ts'
import { placeGroup } from '../event-fields.ts'
import { epochMsOf } from '../instant.ts'
import { type TransactionFacts } from '../transaction-facts.ts'
import {
  type AccountState,
  balanceOf,
  bookedAccount,
  newAccount,
  openedAccount,
  withAccount,
} from './accounts.ts'
import { noPayments, paymentsAfter } from './payments.ts'
import { placesAfter } from './places.ts'
import { noSpending, spendingAfter } from './spending.ts'

/** A customer of whom nothing was seen. */
function newCustomer({ subject, time }: BankEvent): CustomerState {
  return {
    '@timestamp': time,
    customer: { id: subject },
    accounts: [],
    accounts_left_out: 0,
    balance: { eur_cents: 0, eur: 0, is_overdrawn: false },
    transactions: { authorized: 0, declined: 0, reversed: 0 },
    spending_30d: noSpending,
    payment: noPayments,
    last_places: [],
    quality: { unknown_customer: true },
  }
}

/** Registered: the profile is what the last registration says. */
export function registered(
  before: CustomerState | undefined,
  event: CustomerRegistered,
): CustomerState {
  const state = before ?? newCustomer(event)
  const { data } = event
  const time = newerOf(state['@timestamp'], event.time)
  return {
    ...state,
    '@timestamp': time,
    customer: {
      id: data.customer_id,
      given_name: data.given_name,
      family_name: data.family_name,
      date_of_birth: data.date_of_birth,
      age_band: ageBandOf(data.date_of_birth, time),
      archetype: data.archetype,
      marital_status: data.marital_status,
      nationality: data.nationality,
      residence: data.residence,
      home: placeGroup(data.home),
      member_since: data.member_since,
    },
    quality: { unknown_customer: false },
  }
}

/** Has a new account. */
export function withOpenedAccount(
  before: CustomerState | undefined,
  event: AccountOpened,
): CustomerState {
  const state = touched(before ?? newCustomer(event), event)
  const account = accountOf(state, event.data.account_id) ?? newAccount(event.data.account_id)
  return withChangedAccount(state, openedAccount(account, event.data, epochMsOf(event.time)))
}

/** Has paid, been paid, or been refused. */
export function withTransaction(
  before: CustomerState | undefined,
  event: BankTransaction,
  facts: TransactionFacts,
): CustomerState {
  const state = touched(before ?? newCustomer(event), event)
  const account = accountOf(state, event.data.account_id) ?? newAccount(event.data.account_id)
  const changed = withChangedAccount(state, bookedAccount(account, event, facts.at))
  const { outcome } = facts
  return {
    ...changed,
    transactions: { ...state.transactions, [outcome]: state.transactions[outcome] + 1 },
    last_places: placesAfter(state.last_places, event),
    ...spendingOf(state, event, facts),
  }
}

/** The account of a customer, as far as the log says. */
export function accountOf(
  state: CustomerState | undefined,
  accountId: string,
): AccountState | undefined {
  return state?.accounts.find(({ id }) => id === accountId)
}

/** Spending is what is authorized and goes out, less what is taken back of it. */
function spendingOf(
  { spending_30d, payment }: CustomerState,
  { data }: BankTransaction,
  { at, eurCents, isForeign, group, outcome }: TransactionFacts,
): Pick<CustomerState, 'spending_30d' | 'payment'> {
  const isPayment = outcome === 'authorized' && data.direction === 'debit'
  const isGivenBack = outcome === 'reversed' && data.direction === 'credit'
  if (eurCents === undefined || !(isPayment || isGivenBack)) return { spending_30d, payment }
  const cents = isPayment ? eurCents : -eurCents
  return {
    spending_30d: spendingAfter(spending_30d, { at, eurCents: cents, isForeign: isForeign === true, group }), // prettier-ignore
    payment: isPayment ? paymentsAfter(payment, eurCents) : payment,
  }
}

function withChangedAccount(state: CustomerState, changed: AccountState): CustomerState {
  const { accounts, leftOut } = withAccount(state.accounts, changed)
  return {
    ...state,
    accounts,
    accounts_left_out: state.accounts_left_out + leftOut,
    balance: balanceOf(accounts),
  }
}

/** With the time of an event, and the age on that day. */
function touched(state: CustomerState, { time }: BankEvent): CustomerState {
  const newest = newerOf(state['@timestamp'], time)
  const { date_of_birth: born, age_band: band } = state.customer
  if (born === undefined) return { ...state, '@timestamp': newest }
  const ageBand = ageBandOf(born, newest)
  const customer = ageBand === band ? state.customer : { ...state.customer, age_band: ageBand }
  return { ...state, '@timestamp': newest, customer }
}

/** Instants have one form, so the order of texts is the order of times. */
function newerOf(a: string, b: string): string {
  return a > b ? a : b
}
