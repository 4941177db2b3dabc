import { activity } from '../contracts/indices/activity.ts'
import { customerEvents } from '../contracts/indices/customer-events.ts'
import { customers } from '../contracts/indices/customers.ts'
import { deadLetters } from '../contracts/indices/dead-letters.ts'
import { opsWorkers } from '../contracts/indices/ops-workers.ts'
import { transactions } from '../contracts/indices/transactions.ts'
import { dataView } from './builders/data-view.ts'

export const transactionsView = dataView(transactions, { name: 'Transactions' })

/** Its time is that of the newest event about a customer: a period shows whom it saw last. */
export const customersView = dataView(customers, { name: 'Customers' })

export const deadLettersView = dataView(deadLetters, { name: 'Dead letters' })

export const workersView = dataView(opsWorkers, { name: 'Workers' })

/** No dashboard is made over these two; an analyst explores them. */
const activityView = dataView(activity, { name: 'Activity' })
const customerEventsView = dataView(customerEvents, { name: 'Customer events' })

/** Every data view; a new index that people look at adds its line here. */
export const dataViews = [
  transactionsView,
  customersView,
  customerEventsView,
  activityView,
  deadLettersView,
  workersView,
]
