import { valuesOf } from '../builders/bucket.ts'
import { histogram } from '../builders/chart.ts'
import { allOf, where } from '../builders/filter.ts'
import { average, count, distinct, estimateNote, sum } from '../builders/measure.ts'
import { metric } from '../builders/metric.ts'
import { seriesOf } from '../builders/series.ts'
import { table } from '../builders/table.ts'
import { timelion } from '../builders/timelion.ts'
import { colours, directionColours, outcomeColours } from '../colours.ts'
import { transactionsView as view } from '../data-views.ts'

/** Money that moved: what was declined did not, and a reversal moves it back. */
export const authorized = where(view, 'transaction.outcome', 'authorized')

/** A reversal moves money, too: in the direction in which it now goes. */
const booked = where(view, 'transaction.outcome', 'authorized', 'reversed')

export const totals = metric(view, {
  id: 'bank-overview-totals',
  title: 'Authorized transactions',
  description: estimateNote.whole,
  filter: authorized,
  measures: [
    count('Transactions'),
    sum('transaction.amount_eur', 'Money moved (EUR)'),
    distinct('customer.id', 'Active customers'),
  ],
})

export const weekOverWeek = timelion({
  id: 'bank-overview-week-over-week',
  title: 'Money moved, against one week earlier',
  plots: [
    {
      label: 'One week earlier',
      series: seriesOf(view, 'sum:transaction.amount_eur', { filter: authorized, offset: '-1w' }),
      colour: colours.comparison,
      width: 0.5,
      fill: 3,
    },
    {
      label: 'Money moved',
      series: seriesOf(view, 'sum:transaction.amount_eur', { filter: authorized }),
      colour: colours.main,
    },
  ],
  axis: { min: 0, units: 'currency:EUR' },
})

export const topMerchants = table(view, {
  id: 'bank-overview-top-merchants',
  title: 'Merchants that were paid most',
  filter: authorized,
  rows: [valuesOf('merchant.name', { label: 'Merchant', size: 10 })],
  measures: [
    sum('transaction.amount_eur', 'Paid (EUR)'),
    count('Transactions'),
    average('transaction.amount_eur', 'Average (EUR)'),
  ],
})

export const moneyInAndOut = histogram(view, {
  id: 'bank-overview-money-in-and-out',
  title: 'Money in and out over time',
  description: 'Credit is what came into the accounts of customers, debit what left them.',
  filter: authorized,
  measure: sum('transaction.amount_eur', 'Amount (EUR)'),
  split: valuesOf('transaction.direction', {
    label: 'Direction',
    size: 2,
    colours: directionColours,
  }),
})

export const outcomes = histogram(view, {
  id: 'bank-overview-outcomes',
  title: 'What the bank answered',
  measure: count('Transactions'),
  split: valuesOf('transaction.outcome', { label: 'Outcome', size: 3, colours: outcomeColours }),
})

export const declineReasons = table(view, {
  id: 'bank-overview-decline-reasons',
  title: 'Why it declined',
  description: estimateNote.bucket,
  filter: where(view, 'transaction.outcome', 'declined'),
  rows: [valuesOf('transaction.reason', { label: 'Reason', size: 10 })],
  measures: [
    count('Declined'),
    sum('transaction.amount_eur', 'Refused (EUR)'),
    distinct('customer.id', 'Customers'),
  ],
})

const credit = allOf(booked, where(view, 'transaction.direction', 'credit'))
const debit = allOf(booked, where(view, 'transaction.direction', 'debit'))

export const totalBalance = timelion({
  id: 'bank-overview-total-balance',
  title: 'Total balance of all accounts: change since the begin of the period',
  description:
    'What came in less what went out, reversals included, added up from the begin of the period, at the rate of each day. What the accounts hold in all stands on the dashboard Customers.',
  plots: [
    {
      label: 'Change of the total balance',
      series: seriesOf(view, 'sum:transaction.amount_eur', { filter: credit })
        .minus(seriesOf(view, 'sum:transaction.amount_eur', { filter: debit }))
        .cumulated(),
      colour: colours.main,
      fill: 2,
    },
  ],
  axis: { units: 'currency:EUR' },
})
