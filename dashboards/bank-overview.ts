import { dashboard } from './builders/dashboard.ts'
import { where } from './builders/filter.ts'
import { histogram } from './builders/histogram.ts'
import { average, count, distinct, sum } from './builders/measure.ts'
import { metric } from './builders/metric.ts'
import { table } from './builders/table.ts'
import { timelion } from './builders/timelion.ts'
import { colours, outcomeColours } from './colours.ts'
import { transactionsView as view } from './data-views.ts'

/** Money that moved: what was declined did not, and a reversal moves it back. */
const authorized = where(view, 'transaction.outcome', 'authorized')

const totals = metric(view, {
  id: 'bank-overview-totals',
  title: 'Authorized transactions',
  filter: authorized,
  measures: [
    count('Transactions'),
    sum('transaction.amount_eur', 'Money moved (EUR)'),
    distinct('customer.id', 'Active customers'),
  ],
})

const weekOverWeek = timelion(view, {
  id: 'bank-overview-week-over-week',
  title: 'Money moved, against one week earlier',
  filter: authorized,
  series: [
    {
      measure: sum('transaction.amount_eur', 'One week earlier'),
      offset: '-1w',
      then: `.lines(width=0.5, fill=3).color('${colours.comparison}')`,
    },
    {
      measure: sum('transaction.amount_eur', 'Money moved'),
      then: `.lines(width=2).color('${colours.main}').yaxis(1, min=0, units='currency:EUR')`,
    },
  ],
})

const topMerchants = table(view, {
  id: 'bank-overview-top-merchants',
  title: 'Merchants that were paid most',
  filter: authorized,
  rows: { field: 'merchant.name', label: 'Merchant', size: 10 },
  measures: [
    sum('transaction.amount_eur', 'Paid (EUR)'),
    count('Transactions'),
    average('transaction.amount_eur', 'Average (EUR)'),
  ],
})

const outcomes = histogram(view, {
  id: 'bank-overview-outcomes',
  title: 'What the bank answered',
  measure: count('Transactions'),
  split: { field: 'transaction.outcome', label: 'Outcome', size: 3, colours: outcomeColours },
})

export const bankOverview = dashboard({
  id: 'bank-overview',
  title: 'Bank overview',
  question: 'How much money moves through the bank, to whom, and what does the bank refuse?',
  from: 'now-30d',
  refreshSeconds: 5,
  panels: [
    { panel: totals, x: 0, y: 0, width: 48, height: 5 },
    { panel: weekOverWeek, x: 0, y: 5, width: 28, height: 15 },
    { panel: topMerchants, x: 28, y: 5, width: 20, height: 15 },
    { panel: outcomes, x: 0, y: 20, width: 48, height: 10 },
  ],
})
