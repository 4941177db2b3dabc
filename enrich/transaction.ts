import { type BankTransaction } from '../contracts/events/bank-activity.ts'
import { type TransactionDocument } from '../contracts/indices/transactions.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { categoryOf, unknownCategory } from './categories.ts'
import { eventGroup, kafkaGroup, placeGroup } from './event-fields.ts'
import { epochMsOf } from './instant.ts'
import { localTimeOf } from './local-time.ts'
import { eurCentsOf } from './rates.ts'

/**
 * One transaction, enriched: in EUR, in the local time of the place, by category of the merchant.
 *
 * What cannot be known is left out or stands for itself, and is marked in `quality`; the transaction
 * is indexed all the same.
 */
export function transactionDocument(
  event: BankTransaction,
  record: LogRecord,
): TransactionDocument {
  const { merchant, counterpart, place, amount, customer_id, account_id } = event.data
  const at = epochMsOf(event.time)
  const local = localTimeOf(place.zone, at)
  const eurCents = eurCentsOf(amount, at)
  const category = merchant && categoryOf(merchant.mcc)
  const document: Writable<TransactionDocument> = {
    '@timestamp': event.time,
    event: eventGroup(event),
    kafka: kafkaGroup(record),
    customer: { id: customer_id },
    account: { id: account_id },
    transaction: transactionGroup(event, eurCents),
    place: placeGroup(place),
    local: { hour: local.hour, weekday: weekdayName(local.isoWeekday) },
    quality: {
      unknown_category: merchant !== undefined && category === undefined,
      unknown_rate: eurCents === undefined,
      unknown_zone: !local.isZoneKnown,
    },
  }
  if (merchant !== undefined) document.merchant = merchantGroup(merchant, category)
  if (counterpart !== undefined) document.counterpart = { bank: counterpart.bank }
  return document
}

type Writable<Group> = { -readonly [Name in keyof Group]: Group[Name] }

function transactionGroup(
  event: BankTransaction,
  eurCents: number | undefined,
): TransactionDocument['transaction'] {
  const { transaction_id, direction, channel, amount } = event.data
  const group: Writable<TransactionDocument['transaction']> = {
    id: transaction_id,
    outcome: outcomes[event.type],
    direction,
    channel,
    amount_minor: amount.amount_minor,
    currency: amount.currency,
  }
  if (eurCents !== undefined) {
    group.amount_eur_cents = eurCents
    group.amount_eur = eurCents / 100
  }
  // By type, not by what is there: an event may carry fields that its schema does not name.
  if (event.type !== 'bank.transaction.authorized.v1') group.reason = event.data.reason
  if (event.type !== 'bank.transaction.declined.v1') {
    group.balance_after_minor = event.data.balance_after_minor
  }
  return group
}

const outcomes = {
  'bank.transaction.authorized.v1': 'authorized',
  'bank.transaction.declined.v1': 'declined',
  'bank.transaction.reversed.v1': 'reversed',
} as const satisfies Record<BankTransaction['type'], string>

function merchantGroup(
  { id, name, mcc }: NonNullable<BankTransaction['data']['merchant']>,
  category: string | undefined,
): NonNullable<TransactionDocument['merchant']> {
  return { id, name, mcc, category: category ?? unknownCategory }
}

/** Numbered, so that a chart sorts them by itself. */
function weekdayName(isoWeekday: number): string {
  return weekdayNames[isoWeekday - 1] ?? ''
}

const weekdayNames = ['1 Mon', '2 Tue', '3 Wed', '4 Thu', '5 Fri', '6 Sat', '7 Sun']
