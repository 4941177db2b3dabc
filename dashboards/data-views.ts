import { transactions } from '../contracts/indices/transactions.ts'
import { dataView } from './builders/data-view.ts'
import { outcomeColours } from './colours.ts'

export const transactionsView = dataView(transactions, {
  name: 'Transactions',
  colours: { 'transaction.outcome': outcomeColours },
})

/** Every data view; a new index that people look at adds its line here. */
export const dataViews = [transactionsView]
