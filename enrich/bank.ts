import { bankActivity, type BankEvent } from '../contracts/events/bank-activity.ts'
import { customerEvents } from '../contracts/indices/customer-events.ts'
import { type IndexDefinition } from '../contracts/index-definition.ts'
import { transactions } from '../contracts/indices/transactions.ts'
import { limits } from '../contracts/limits.ts'
import {
  type Effects,
  type FoldSettings,
  type LogRecord,
  type Processor,
} from '../contracts/processor.ts'
import { accountDocument, registrationDocument } from './customer-event.ts'
import { decode } from './decode.ts'
import { referenceDataHash } from './reference-data-hash.ts'
import { transactionDocument } from './transaction.ts'

export const bankProcessorName = 'bank'
export const bankProcessorVersion = 1

/** What is set where nobody sets anything else. */
export const defaultFoldSettings: FoldSettings = {
  firstDay: limits.firstDay,
  futureToleranceMs: limits.futureToleranceMs,
  referenceDataHash,
}

/** The fold of `bank.activity`: one document per event. */
export function bankProcessor(settings: FoldSettings): Processor<BankEvent> {
  return {
    name: bankProcessorName,
    version: bankProcessorVersion,
    // Not the caller's choice: the tables are part of this program.
    settings: { ...settings, referenceDataHash },
    topics: [bankActivity],
    indices: [transactions, customerEvents],
    decode: (record, partitionCount) => decode(bankActivity, record, partitionCount, settings),
    apply,
  }
}

function apply(event: BankEvent, record: LogRecord): Effects {
  switch (event.type) {
    case 'bank.customer.registered.v1':
      return effects(customerEvents, event, registrationDocument(event, record))
    case 'bank.account.opened.v1':
      return effects(customerEvents, event, accountDocument(event, record))
    case 'bank.transaction.authorized.v1':
    case 'bank.transaction.declined.v1':
    case 'bank.transaction.reversed.v1':
      return effects(transactions, event, transactionDocument(event, record))
    default:
      return unreachable(event)
  }
}

function effects(index: IndexDefinition, event: BankEvent, body: object): Effects {
  return { eventDocument: { index, id: event.id, time: event.time, body } }
}

/** A new type of event does not compile until it has a case above. */
function unreachable(event: never): never {
  throw new Error(`no case for events of type ${(event as { type: string }).type}`)
}
