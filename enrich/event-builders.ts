import {
  type AccountOpened,
  bankActivity,
  type BankEvent,
  type CustomerRegistered,
  type TransactionAuthorized,
  type TransactionDeclined,
  type TransactionReversed,
} from '../contracts/events/bank-activity.ts'
import { partitionOf } from '../contracts/partition.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { type EpochMs } from '../contracts/time.ts'

// Builders for tests: each gives a valid event, a test names only what matters to it.

/** An event as a producer writes it, without the brands of a validated one. */
export type Unbranded<Branded> = Branded extends string
  ? string
  : Branded extends number
    ? number
    : { readonly [Name in keyof Branded]: Unbranded<Branded[Name]> }

export type EventInput<Event extends BankEvent = BankEvent> = Unbranded<Event>

type Changes<Event extends BankEvent> = Partial<Omit<EventInput<Event>, 'data' | 'type'>> & {
  readonly data?: Partial<EventInput<Event>['data']>
}

export const lyon = {
  city: 'Lyon',
  country: 'FR',
  zone: 'Europe/Paris',
  location: { lat: 45.764, lon: 4.8357 },
} as const

const envelope = {
  specversion: '1.0',
  id: '0193c8a2-7b1e-7c3d-9f00-3a5b7c9d1e2f',
  source: '/simulated/bank',
  time: '2026-10-21T08:15:30.250Z',
  recordedtime: '2026-10-21T08:15:30.262Z',
  subject: 'c-000042',
  datacontenttype: 'application/json',
} as const

const transaction = {
  transaction_id: 't-8f3a91c2',
  customer_id: 'c-000042',
  account_id: 'c-000042-1',
  direction: 'debit',
  amount: { amount_minor: 4_250, currency: 'EUR' },
  channel: 'card_present',
  place: lyon,
  merchant: { id: 'm-00311', name: 'Boulangerie Morel', mcc: '5462' },
} as const

const booking = {
  booked: { amount_minor: 4_250, currency: 'EUR' },
  balance_after_minor: 120_345,
} as const

export function authorized(
  changes: Changes<TransactionAuthorized> = {},
): EventInput<TransactionAuthorized> {
  return {
    ...envelope,
    ...changes,
    type: 'bank.transaction.authorized.v1',
    data: { ...transaction, ...booking, ...changes.data },
  }
}

export function declined(
  changes: Changes<TransactionDeclined> = {},
): EventInput<TransactionDeclined> {
  return {
    ...envelope,
    ...changes,
    type: 'bank.transaction.declined.v1',
    data: { ...transaction, reason: 'insufficient_funds', ...changes.data },
  }
}

export function reversed(
  changes: Changes<TransactionReversed> = {},
): EventInput<TransactionReversed> {
  return {
    ...envelope,
    ...changes,
    type: 'bank.transaction.reversed.v1',
    data: {
      ...transaction,
      ...booking,
      direction: 'credit',
      reason: 'merchant_refund',
      ...changes.data,
    },
  }
}

export function customerRegistered(
  changes: Changes<CustomerRegistered> = {},
): EventInput<CustomerRegistered> {
  return {
    ...envelope,
    ...changes,
    type: 'bank.customer.registered.v1',
    data: {
      customer_id: 'c-000042',
      given_name: 'Camille',
      family_name: 'Delacroix',
      date_of_birth: '1984-02-29',
      nationality: 'FR',
      residence: 'FR',
      home: lyon,
      marital_status: 'married',
      archetype: 'serious_adult',
      counsellor: 'Hélène Fabre',
      member_since: '2019-05-13',
      ...changes.data,
    },
  }
}

export function accountOpened(changes: Changes<AccountOpened> = {}): EventInput<AccountOpened> {
  return {
    ...envelope,
    ...changes,
    type: 'bank.account.opened.v1',
    data: {
      customer_id: 'c-000042',
      account_id: 'c-000042-1',
      kind: 'current',
      currency: 'EUR',
      opening_balance_minor: 150_000,
      overdraft_limit_minor: 50_000,
      ...changes.data,
    },
  }
}

const utf8 = new TextEncoder()

export function bytesOf(text: string): Uint8Array {
  return utf8.encode(text)
}

/** The record of an event, in the partition of its key and appended soon after it happened. */
export function recordOf(event: EventInput, changes: Partial<LogRecord> = {}): LogRecord {
  const key = bytesOf(event.subject)
  return {
    topic: bankActivity.name,
    partition: partitionOf(key, bankActivity.partitions),
    offset: 48_211,
    appendTime: (Date.parse(event.time) + 20) as EpochMs,
    key,
    value: bytesOf(JSON.stringify(event)),
    headers: {},
    ...changes,
  }
}
