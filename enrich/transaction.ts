import { amountBands, bandOf } from '../contracts/bands.ts'
import { type BankTransaction } from '../contracts/events/bank-activity.ts'
import { type CustomerState } from '../contracts/indices/customers.ts'
import { type TransactionDocument } from '../contracts/indices/transactions.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { type Instant } from '../contracts/time.ts'
import { ageBandOf } from './age.ts'
import { unknownCategory } from './categories.ts'
import { accountOf } from './customer/state.ts'
import { eventGroup, kafkaGroup, placeGroup } from './event-fields.ts'
import { epochMsOf } from './instant.ts'
import { localTimeOf } from './local-time.ts'
import { type TransactionFacts } from './transaction-facts.ts'
import { type Writable } from './writable.ts'

/** A producer's clock that is further away from the trusted one is marked. */
const skewMsMax = 60_000
/** An account whose transactions are closer together is marked. */
const rapidMs = 1000

/**
 * One transaction, enriched: in EUR, in the local time of the place, by category of the merchant, by
 * who the customer is.
 *
 * What cannot be known is left out or stands for itself, and is marked in `quality`; the transaction
 * is indexed all the same. It stays marked: what is learnt later affects later events.
 *
 * @param customer as known before it
 */
export function transactionDocument(
  event: BankTransaction,
  record: LogRecord,
  { customer, facts }: { readonly customer: CustomerState | undefined; readonly facts: TransactionFacts }, // prettier-ignore
): TransactionDocument {
  const { merchant, counterpart, place, account_id } = event.data
  const local = localTimeOf(place.zone, facts.at)
  const document: Writable<TransactionDocument> = {
    '@timestamp': event.time,
    event: eventGroup(event),
    kafka: kafkaGroup(record),
    customer: customerGroup(event, customer, facts),
    account: { id: account_id },
    transaction: transactionGroup(event, facts),
    place: placeGroup(place),
    local: { hour: local.hour, weekday: weekdayName(local.isoWeekday) },
    quality: qualityGroup(event, customer, { facts, isZoneKnown: local.isZoneKnown }),
  }
  if (merchant !== undefined) document.merchant = merchantGroup(merchant, facts)
  if (counterpart !== undefined) document.counterpart = { bank: counterpart.bank }
  return document
}

/** A registration says all of it. */
function customerGroup(
  { data, time }: BankTransaction,
  state: CustomerState | undefined,
  { at }: TransactionFacts,
): TransactionDocument['customer'] {
  const id = data.customer_id
  if (state === undefined) return { id }
  const { archetype, date_of_birth: born, residence, home } = state.customer
  if (archetype === undefined || born === undefined) return { id }
  if (residence === undefined || home === undefined) return { id }
  const { city, zone } = home
  const { hour } = localTimeOf(zone, at)
  return { id, archetype, age_band: ageBandOf(born, time), country: residence, city, zone, hour }
}

function transactionGroup(
  event: BankTransaction,
  facts: TransactionFacts,
): TransactionDocument['transaction'] {
  const { eurCents, isForeign } = facts
  if (event.type !== 'bank.transaction.authorized.v1') return groupWithGaps(event, facts)
  if (eurCents === undefined || isForeign === undefined) return groupWithGaps(event, facts)
  // The usual case in one literal: an object that grows field by field is copied on its way.
  const { transaction_id, direction, channel, amount, booked, balance_after_minor } = event.data
  return {
    id: transaction_id,
    outcome: 'authorized',
    direction,
    channel,
    amount_minor: amount.amount_minor,
    currency: amount.currency,
    amount_eur_cents: eurCents,
    amount_eur: eurCents / 100,
    amount_band: bandOf(amountBands, eurCents).name,
    is_foreign: isForeign,
    booked_minor: booked.amount_minor,
    balance_after_minor,
    is_overdrawn: balance_after_minor < 0,
  }
}

function groupWithGaps(
  event: BankTransaction,
  { outcome, eurCents, isForeign }: TransactionFacts,
): TransactionDocument['transaction'] {
  const { transaction_id, direction, channel, amount } = event.data
  const group: Writable<TransactionDocument['transaction']> = {
    id: transaction_id,
    outcome,
    direction,
    channel,
    amount_minor: amount.amount_minor,
    currency: amount.currency,
  }
  if (eurCents !== undefined) {
    group.amount_eur_cents = eurCents
    group.amount_eur = eurCents / 100
    group.amount_band = bandOf(amountBands, eurCents).name
  }
  if (isForeign !== undefined) group.is_foreign = isForeign
  // By type, not by what is there: an event may carry fields that its schema does not name.
  if (event.type !== 'bank.transaction.authorized.v1') group.reason = event.data.reason
  if (event.type !== 'bank.transaction.declined.v1') {
    const { booked, balance_after_minor: balance } = event.data
    group.booked_minor = booked.amount_minor
    group.balance_after_minor = balance
    group.is_overdrawn = balance < 0
  }
  return group
}

function merchantGroup(
  { id, name, mcc }: NonNullable<BankTransaction['data']['merchant']>,
  { category = unknownCategory, group }: TransactionFacts,
): NonNullable<TransactionDocument['merchant']> {
  return { id, name, mcc, category, group }
}

function qualityGroup(
  { data, time, recordedtime }: BankTransaction,
  customer: CustomerState | undefined,
  { facts, isZoneKnown }: { readonly facts: TransactionFacts; readonly isZoneKnown: boolean },
): TransactionDocument['quality'] {
  const { merchant, channel, account_id } = data
  const account = accountOf(customer, account_id)
  const isPurchase = channel === 'card_present' || channel === 'online'
  const previous = account?.last_transaction_at
  const isRapid = previous !== undefined && Math.abs(facts.at - epochMsOf(previous as Instant)) < rapidMs // prettier-ignore
  return {
    clock_skewed: time !== recordedtime && Math.abs(facts.at - epochMsOf(recordedtime)) > skewMsMax,
    rapid: isRapid,
    unknown_account: account?.opening_minor === undefined,
    unknown_customer: customer?.quality.unknown_customer ?? true,
    unknown_merchant: isPurchase && merchant === undefined,
    unknown_category: merchant !== undefined && facts.category === undefined,
    unknown_rate: facts.eurCents === undefined,
    unknown_zone: !isZoneKnown,
  }
}

/** Numbered, so that a chart sorts them by itself. */
function weekdayName(isoWeekday: number): string {
  return weekdayNames[isoWeekday - 1] ?? ''
}

const weekdayNames = ['1 Mon', '2 Tue', '3 Wed', '4 Thu', '5 Fri', '6 Sat', '7 Sun']
