import { type AccountOpened, type CustomerRegistered } from '../contracts/events/bank-activity.ts'
import { type CustomerEventDocument } from '../contracts/indices/customer-events.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { eventGroup, kafkaGroup, placeGroup } from './event-fields.ts'

/** Names, date of birth and counsellor stay in the log. */
export function registrationDocument(
  event: CustomerRegistered,
  record: LogRecord,
): CustomerEventDocument {
  const { customer_id, archetype, nationality, home } = event.data
  return {
    '@timestamp': event.time,
    event: eventGroup(event),
    kafka: kafkaGroup(record),
    customer: { id: customer_id, archetype, nationality, home: placeGroup(home) },
  }
}

/** An account that was opened. */
export function accountDocument(event: AccountOpened, record: LogRecord): CustomerEventDocument {
  const { customer_id, account_id, kind, currency, opening_balance_minor } = event.data
  return {
    '@timestamp': event.time,
    event: eventGroup(event),
    kafka: kafkaGroup(record),
    customer: { id: customer_id },
    account: { id: account_id, kind, currency, opening_balance_minor },
  }
}
