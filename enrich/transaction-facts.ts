import { type CategoryGroup } from '../contracts/category-groups.ts'
import { type BankTransaction, type Channel } from '../contracts/events/bank-activity.ts'
import { type CustomerState } from '../contracts/indices/customers.ts'
import { type transactionOutcomes } from '../contracts/indices/transactions.ts'
import { type EpochMs } from '../contracts/time.ts'
import { categoryOf, groupOfCategory } from './categories.ts'
import { epochMsOf } from './instant.ts'
import { eurCentsOf } from './rates.ts'

/** What document, customer and sums all need to know of a transaction, found out once. */
export interface TransactionFacts {
  readonly at: EpochMs
  readonly outcome: (typeof transactionOutcomes)[number]
  /** Undefined where no rate is known. */
  readonly eurCents: number | undefined
  /** Of the merchant; undefined without one, or where its code is in no category. */
  readonly category: string | undefined
  readonly group: CategoryGroup
  /** Undefined where the country of residence is not known. */
  readonly isForeign: boolean | undefined
}

/** @param customer as known before the transaction */
export function factsOf(
  event: BankTransaction,
  customer: CustomerState | undefined,
): TransactionFacts {
  const { merchant, amount, channel, place } = event.data
  const at = epochMsOf(event.time)
  const category = merchant && categoryOf(merchant.mcc)
  const residence = customer?.customer.residence
  return {
    at,
    outcome: outcomes[event.type],
    eurCents: eurCentsOf(amount, at),
    category,
    group: merchant === undefined ? groupOfChannel[channel] : groupOfCategory(category),
    isForeign: residence === undefined ? undefined : place.country !== residence,
  }
}

const outcomes = {
  'bank.transaction.authorized.v1': 'authorized',
  'bank.transaction.declined.v1': 'declined',
  'bank.transaction.reversed.v1': 'reversed',
} as const satisfies Record<BankTransaction['type'], string>

/** Of what has no merchant. */
const groupOfChannel = {
  card_present: 'Unknown',
  online: 'Unknown',
  atm: 'Cash',
  transfer: 'Transfers',
  direct_debit: 'Direct debits',
} as const satisfies Record<Channel, CategoryGroup>
