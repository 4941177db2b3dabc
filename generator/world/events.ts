import { type z } from 'zod'
import {
  type AccountOpened,
  type CustomerRegistered,
  type TransactionAuthorized,
  type TransactionDeclined,
  type TransactionReversed,
} from '../../contracts/events/bank-activity.ts'
import { customerId, identityOf } from './customers.ts'
import {
  type AccountNumber,
  current,
  type Occurrence,
  type Opened,
  type Reversed,
  type Transaction,
} from './happenings.ts'
import { uuidV7 } from './ids.ts'
import { type Society } from './society.ts'

/** A bank event as it is written, before the contract has looked at it. */
export type WrittenEvent = z.input<
  | typeof CustomerRegistered
  | typeof AccountOpened
  | typeof TransactionAuthorized
  | typeof TransactionDeclined
  | typeof TransactionReversed
>

type Type = WrittenEvent['type']
type Data<Of extends Type> = Extract<WrittenEvent, { type: Of }>['data']

/** Writes down what has happened, as the contract of `bank.activity` wants it. */
export function writeEvent(society: Society, occurrence: Occurrence): WrittenEvent {
  const { customer, happening } = occurrence
  const writing = { society, customer, id: customerId(customer), occurrence }
  switch (happening.kind) {
    case 'registered':
      return envelope(writing, 'bank.customer.registered.v1', registered(writing))
    case 'opened':
      return envelope(writing, 'bank.account.opened.v1', opened(writing, happening))
    case 'authorized':
      return envelope(writing, 'bank.transaction.authorized.v1', {
        ...details(writing, happening.transaction),
        booked: bookedMoney(writing, happening.bookedMinor),
        balance_after_minor: happening.balanceAfterMinor,
      })
    case 'declined':
      return envelope(writing, 'bank.transaction.declined.v1', {
        ...details(writing, happening.transaction),
        reason: happening.reason,
      })
    case 'reversed':
      return envelope(writing, 'bank.transaction.reversed.v1', reversed(writing, happening))
  }
}

/** The id of the event that an occurrence will be. */
export function eventId({ timeMs, bits }: Occurrence): string {
  return uuidV7(timeMs, bits)
}

interface Writing {
  readonly society: Society
  readonly customer: number
  /** The customer's. */
  readonly id: string
  readonly occurrence: Occurrence
}

function envelope<Of extends Type>({ id, occurrence }: Writing, type: Of, data: Data<Of>) {
  return {
    specversion: '1.0' as const,
    id: eventId(occurrence),
    source: '/simulated/bank',
    type,
    time: new Date(occurrence.timeMs).toISOString(),
    recordedtime: new Date(occurrence.recordedMs).toISOString(),
    subject: id,
    datacontenttype: 'application/json' as const,
    data,
  }
}

function registered({ society, customer, id }: Writing): Data<'bank.customer.registered.v1'> {
  const { seed, startMs, population, pools } = society
  const character = population.character(customer)
  return { customer_id: id, ...identityOf({ seed, startMs, customer, character, pools }) }
}

function opened(
  { society, customer, id }: Writing,
  { account, openingMinor, overdraftMinor }: Opened,
): Data<'bank.account.opened.v1'> {
  return {
    customer_id: id,
    account_id: accountId(id, account),
    kind: account === current ? 'current' : 'savings',
    currency: society.currency(customer),
    opening_balance_minor: openingMinor,
    overdraft_limit_minor: overdraftMinor,
  }
}

function reversed(writing: Writing, happening: Reversed): Data<'bank.transaction.reversed.v1'> {
  const { transaction, amountMinor, reason, bookedMinor, balanceAfterMinor } = happening
  const direction = transaction.direction === 'debit' ? 'credit' : 'debit'
  return {
    ...details(writing, { ...transaction, amountMinor, direction }),
    reason,
    booked: bookedMoney(writing, bookedMinor),
    balance_after_minor: balanceAfterMinor,
  }
}

/** An undefined merchant or counterpart is left out of the JSON. */
function details({ customer, id }: Writing, transaction: Transaction) {
  const { merchant } = transaction
  return {
    transaction_id: `t-${customer.toString(36)}-${transaction.sequence.toString(36)}`,
    customer_id: id,
    account_id: accountId(id, transaction.account),
    direction: transaction.direction,
    amount: { amount_minor: transaction.amountMinor, currency: transaction.currency },
    channel: transaction.channel,
    place: transaction.place,
    merchant: merchant && { id: merchant.id, name: merchant.name, mcc: merchant.mcc },
    counterpart: transaction.counterpart,
  }
}

function bookedMoney({ society, customer }: Writing, amountMinor: number) {
  return { amount_minor: amountMinor, currency: society.currency(customer) }
}

function accountId(id: string, account: AccountNumber): string {
  return account === current ? `${id}-1` : `${id}-2`
}
