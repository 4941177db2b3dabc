import {
  type AccountOpened,
  bankActivity,
  type BankEvent,
  type BankTransaction,
  type CustomerRegistered,
} from '../contracts/events/bank-activity.ts'
import { activity } from '../contracts/indices/activity.ts'
import { customerEvents } from '../contracts/indices/customer-events.ts'
import { customers, type CustomerState } from '../contracts/indices/customers.ts'
import { type IndexDefinition } from '../contracts/index-definition.ts'
import { transactions } from '../contracts/indices/transactions.ts'
import { limits } from '../contracts/limits.ts'
import {
  type Effects,
  type EventDocument,
  type FoldSettings,
  type LogRecord,
  type Processor,
} from '../contracts/processor.ts'
import { contributionsOf } from './activity.ts'
import { accountDocument, registrationDocument } from './customer-event.ts'
import { registered, withOpenedAccount, withTransaction } from './customer/state.ts'
import { decode } from './decode.ts'
import { epochMsOf } from './instant.ts'
import { referenceDataHash } from './reference-data-hash.ts'
import { transactionDocument } from './transaction.ts'
import { readTransaction } from './transaction-reader.ts'
import { factsOf } from './transaction-facts.ts'

export const bankProcessorName = 'bank'
export const bankProcessorVersion = 2

/**
 * Ids that the document of a customer remembers: two weeks of somebody who pays twice a day, at 50
 * bytes each. An older event is looked up by its document, and that is a rare one.
 */
const idsMax = 32

/** What is set where nobody sets anything else. */
export const defaultFoldSettings: FoldSettings = {
  firstDay: limits.firstDay,
  futureToleranceMs: limits.futureToleranceMs,
  referenceDataHash,
}

/** The fold of `bank.activity`: one document per event, one per customer, sums per window. */
export function bankProcessor(settings: FoldSettings): Processor<BankEvent> {
  const door = { topic: bankActivity, settings, readUsual: readTransaction }
  return {
    name: bankProcessorName,
    version: bankProcessorVersion,
    // Not the caller's choice: the tables are part of this program.
    settings: { ...settings, referenceDataHash },
    topics: [bankActivity],
    indices: [transactions, customerEvents, customers, activity],
    decode: (record, partitionCount) => decode(door, record, partitionCount),
    readModel: {
      index: customers,
      idOf: (key) => key,
      identityOf: ({ id, time }) => ({ id, timeMs: epochMsOf(time) }),
      idsMax,
    },
    apply: (event, record, state) => apply(event, record, state as unknown as CustomerState),
  }
}

function apply(event: BankEvent, record: LogRecord, before: CustomerState | undefined): Effects {
  switch (event.type) {
    case 'bank.customer.registered.v1':
      return registration(event, record, before)
    case 'bank.account.opened.v1':
      return opening(event, record, before)
    case 'bank.transaction.authorized.v1':
    case 'bank.transaction.declined.v1':
    case 'bank.transaction.reversed.v1':
      return transaction(event, record, before)
    default:
      return unreachable(event)
  }
}

function registration(
  event: CustomerRegistered,
  record: LogRecord,
  before: CustomerState | undefined,
): Effects {
  const eventDocument = documentOf(customerEvents, event, registrationDocument(event, record))
  return { eventDocument, state: registered(before, event) }
}

function opening(
  event: AccountOpened,
  record: LogRecord,
  before: CustomerState | undefined,
): Effects {
  const eventDocument = documentOf(customerEvents, event, accountDocument(event, record))
  return { eventDocument, state: withOpenedAccount(before, event) }
}

function transaction(
  event: BankTransaction,
  record: LogRecord,
  before: CustomerState | undefined,
): Effects {
  const facts = factsOf(event, before)
  const document = transactionDocument(event, record, { customer: before, facts })
  return {
    eventDocument: documentOf(transactions, event, document),
    state: withTransaction(before, event, facts),
    contributions: contributionsOf(event, facts),
  }
}

function documentOf(index: IndexDefinition, event: BankEvent, body: object): EventDocument {
  return { index, id: event.id, time: event.time, body }
}

/** A new type of event does not compile until it has a case above. */
function unreachable(event: never): never {
  throw new Error(`no case for events of type ${(event as { type: string }).type}`)
}
