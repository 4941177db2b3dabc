import { ageBands, amountBands } from '../../contracts/bands.ts'
import { categoryGroups } from '../../contracts/category-groups.ts'
import { deadLetterCodes } from '../../contracts/dead-letter.ts'
import { Channel } from '../../contracts/events/bank-activity.ts'
import { type CustomerDocument, customers } from '../../contracts/indices/customers.ts'
import { type DeadLetterDocument, deadLetters } from '../../contracts/indices/dead-letters.ts'
import { opsWorkers, type OpsWorkersDocument } from '../../contracts/indices/ops-workers.ts'
import { type TransactionDocument, transactions } from '../../contracts/indices/transactions.ts'
import { type Draw, madeDocuments } from '../made-documents.ts'

/** What the indices hold, by name. */
export interface Documents {
  readonly transactions: readonly TransactionDocument[]
  readonly customers: readonly CustomerDocument[]
  readonly deadLetters: readonly DeadLetterDocument[]
  readonly workers: readonly OpsWorkersDocument[]
}

const dayMs = 86_400_000
/** Nine weeks, with the end of summer time (25 October 2026) in them. */
const fromMs = Date.UTC(2026, 8, 14)
const toMs = Date.UTC(2026, 10, 16)

/** Event data is hostile. */
export const hostileText = '<img src=x onerror="document.title=1">'

/**
 * Documents of which every panel of every dashboard shows something: more values than a panel has
 * place for, some much more frequent than others, and fields that a document may lack. They are the
 * same each time, but for dead letters of yesterday and tomorrow.
 */
export function dashboardDocuments(nowMs: number): Documents {
  const made = { count: 4000, fromMs, toMs }
  return {
    transactions: madeDocuments(transactions, { ...made, draws: ofTransactions }) as unknown as TransactionDocument[], // prettier-ignore
    customers: madeDocuments(customers, { ...made, draws: ofCustomers }) as unknown as CustomerDocument[], // prettier-ignore
    deadLetters: [
      ...(madeDocuments(deadLetters, { ...made, count: 1500, draws: ofDeadLetters }) as unknown as DeadLetterDocument[]), // prettier-ignore
      // One and a half days away, so that midnight may pass while a test runs.
      ...[-1.5, 1.5, 1.6].map((days) => deadLetterAt(nowMs + days * dayMs)),
    ],
    workers: madeDocuments(opsWorkers, { ...made, draws: ofWorkers }) as unknown as OpsWorkersDocument[], // prettier-ignore
  }
}

function deadLetterAt(timeMs: number): DeadLetterDocument {
  const made = { count: 1, fromMs: timeMs, toMs: timeMs, draws: ofDeadLetters }
  return madeDocuments(deadLetters, made)[0] as unknown as DeadLetterDocument
}

/** One of these, the first ones more often than the last. */
function among<Value>(values: readonly Value[]): (share: number) => Value | undefined {
  return (share) => values[Math.floor(share ** 1.6 * values.length)]
}

/** Lacking in so many of a hundred documents. */
function lacking(percent: number, draw: Draw): Draw {
  const least = percent / 100
  return (share) => (share < least ? undefined : draw((share - least) / (1 - least)))
}

const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, number) => `${prefix} ${String.fromCharCode(65 + number)}`)

const isTrueIn =
  (percent: number): Draw =>
  (share) =>
    share < percent / 100

const archetypes = customers.fields.customer.members.archetype.values ?? []
const ages = ageBands.map(({ name }) => name)

/** From 1 to 10,000 EUR, small ones as often as large ones of ten times the size. */
const amount: Draw = (share) => Math.round(10 ** (2 + share * 4)) / 100

const ofTransactions: Readonly<Record<string, Draw>> = {
  'event.source': among(names('/simulated/bank', 11)),
  'customer.id': among(Array.from({ length: 97 }, (_, number) => `c-${number}`)),
  'customer.archetype': lacking(3, among(archetypes)),
  'customer.age_band': lacking(3, among(ages)),
  'transaction.outcome': among(['authorized', 'authorized', 'authorized', 'declined', 'reversed']),
  'transaction.channel': among(Channel.options),
  'transaction.direction': among(['debit', 'debit', 'credit']),
  'transaction.amount_eur': lacking(2, amount),
  'transaction.amount_band': among(amountBands.map(({ name }) => name)),
  'transaction.is_foreign': lacking(5, isTrueIn(30)),
  'transaction.is_overdrawn': lacking(20, isTrueIn(35)),
  'merchant.name': lacking(15, among([...names('Merchant', 24), hostileText])),
  'merchant.group': lacking(15, among(categoryGroups)),
  'counterpart.bank': lacking(60, among(names('Banque', 25))),
  'place.city': among(names('City', 25)),
  'place.country': among(['FR', 'DE', 'IT', 'ES', 'GB', 'PL', 'NL', 'BE', 'AT', 'CH', 'SE', 'NO', 'DK']), // prettier-ignore
  'local.hour': (share) => Math.floor(share ** 0.8 * 24),
  'quality.clock_skewed': isTrueIn(8),
  'quality.unknown_account': isTrueIn(1),
  'quality.unknown_customer': isTrueIn(2),
  'quality.unknown_merchant': isTrueIn(3),
  'quality.unknown_category': isTrueIn(4),
  'quality.unknown_rate': isTrueIn(5),
  'quality.unknown_zone': isTrueIn(6),
}

const ofCustomers: Readonly<Record<string, Draw>> = {
  'customer.archetype': lacking(3, among(archetypes)),
  'customer.age_band': lacking(3, among(ages)),
  'customer.home.city': lacking(3, among(names('City', 25))),
  // From -2,000 to 300,000 EUR.
  'balance.eur': (share) => Math.round(100 * (share ** 5 * 302_000 - 2000)) / 100,
  'balance.is_overdrawn': isTrueIn(25),
}

const ofDeadLetters: Readonly<Record<string, Draw>> = {
  'error.code': among(Object.keys(deadLetterCodes)),
  'error.message': among([...names('expected', 9), hostileText]),
  'kafka.topic': among(['bank.activity', 'shop.orders']),
  'kafka.partition': (share) => Math.floor(share * 6),
}

const ofWorkers: Readonly<Record<string, Draw>> = {
  'worker.id': among(names('worker', 25)),
  'worker.is_ready': (share) => (share < 0.98 ? 1 : 0),
  'kafka.topic': among(['bank.activity', 'shop.orders']),
  'records.unaccounted': () => 0,
  'index_delay.event_time.p50_ms': lacking(4, (share) => Math.floor(share * 900)),
  'index_delay.event_time.p99_ms': lacking(4, (share) => Math.floor(share * 90_000)),
}
