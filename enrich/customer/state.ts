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
  const state = before ?? newCustomer(event)
  const { account_id: accountId } = event.data
  const account = accountOf(state, accountId) ?? newAccount(accountId)
  const { accounts, leftOut } = withAccount(state.accounts, bookedAccount(account, event, facts.at))
  const time = newerOf(state['@timestamp'], event.time)
  // One literal: spreading a state of this size costs more than all that changes in it.
  return {
    '@timestamp': time,
    customer: profileAt(state.customer, time),
    accounts,
    accounts_left_out: state.accounts_left_out + leftOut,
    balance: balanceOf(accounts),
    transactions: countsAfter(state.transactions, facts),
    spending_30d: spendingOf(state, event, facts),
    payment: paymentOf(state, event, facts),
    last_places: placesAfter(state.last_places, event),
    quality: state.quality,
  }
}

function countsAfter(
  { authorized, declined, reversed }: CustomerState['transactions'],
  { outcome }: TransactionFacts,
): CustomerState['transactions'] {
  return {
    authorized: outcome === 'authorized' ? authorized + 1 : authorized,
    declined: outcome === 'declined' ? declined + 1 : declined,
    reversed: outcome === 'reversed' ? reversed + 1 : reversed,
  }
}

/** The account of a customer, as far as the log says. */
export function accountOf(
  state: CustomerState | undefined,
  accountId: string,
): AccountState | undefined {
  if (state === undefined) return undefined
  for (const account of state.accounts) if (account.id === accountId) return account
  return undefined
}

function isPayment({ data }: BankTransaction, { outcome }: TransactionFacts): boolean {
  return outcome === 'authorized' && data.direction === 'debit'
}

/** Spending is what is paid, less what is taken back of it. */
function spendingOf(
  { spending_30d: spending }: CustomerState,
  event: BankTransaction,
  facts: TransactionFacts,
): CustomerState['spending_30d'] {
  const { at, eurCents, isForeign, group, outcome } = facts
  const isPaid = isPayment(event, facts)
  const isGivenBack = outcome === 'reversed' && event.data.direction === 'credit'
  if (eurCents === undefined || !(isPaid || isGivenBack)) return spending
  const cents = isPaid ? eurCents : -eurCents
  return spendingAfter(spending, { at, eurCents: cents, isForeign: isForeign === true, group })
}

function paymentOf(
  { payment }: CustomerState,
  event: BankTransaction,
  facts: TransactionFacts,
): CustomerState['payment'] {
  const { eurCents } = facts
  return eurCents !== undefined && isPayment(event, facts)
    ? paymentsAfter(payment, eurCents)
    : payment
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
  return { ...state, '@timestamp': newest, customer: profileAt(state.customer, newest) }
}

/** With the age at a time. */
function profileAt(profile: CustomerState['customer'], time: string): CustomerState['customer'] {
  if (profile.date_of_birth === undefined) return profile
  const ageBand = ageBandOf(profile.date_of_birth, time)
  return ageBand === profile.age_band ? profile : { ...profile, age_band: ageBand }
}

/** Instants have one form, so the order of texts is the order of times. */
function newerOf(a: string, b: string): string {
  return a > b ? a : b
}
