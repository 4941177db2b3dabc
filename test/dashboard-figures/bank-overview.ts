import { type TransactionDocument } from '../../contracts/indices/transactions.ts'
import { controls, listControl, rangeControl } from './controls.ts'
import {
  bars,
  byValue,
  type DashboardFigures,
  figures,
  heatmap,
  pie,
  splitBars,
  table,
  top,
} from './figures.ts'
import { averageOf, count, distinct, sumOf } from './measures.ts'
import { openingFigures } from './opening.ts'
import { chart } from './over-time.ts'
import { combined, cumulated, lineOf, lineOfWeekBefore, timelionChart } from './timelion.ts'
import { amount, authorized, channel, country, customer, declined, direction, outcome, reason, spent } from './transactions.ts' // prettier-ignore
import * as words from './words.ts'

const merchant = ({ merchant: found }: TransactionDocument) => found?.name
const group = ({ merchant: found }: TransactionDocument): string | undefined => found?.group
const money = sumOf(amount)

export const bankOverviewFigures: DashboardFigures = {
  ...openingFigures,

  'Authorized transactions': (scope) =>
    figures(authorized(scope), {
      Transactions: count,
      'Money moved (EUR)': money,
      'Active customers': distinct(customer),
    }),

  'Money moved, against one week earlier': (scope) =>
    timelionChart(
      scope,
      {
        'One week earlier': lineOfWeekBefore(scope, authorized, money),
        'Money moved': lineOf(scope, authorized(scope), money),
      },
      [...authorized(scope), ...authorized(scope.earlier(7 * 86_400_000))],
    ),

  'Merchants that were paid most': (scope) =>
    table(top(byValue(authorized(scope), merchant), 10, money), {
      'Paid (EUR)': money,
      Transactions: count,
      'Average (EUR)': averageOf(amount),
    }),

  'Money in and out over time': (scope) =>
    chart(authorized(scope), scope.shown, {
      measure: money,
      split: (some) => byValue(some, direction, words.directions),
      absent: 0,
    }),

  'What the bank answered': ({ transactions, shown }) =>
    chart(transactions, shown, {
      measure: count,
      split: (some) => byValue(some, outcome, words.outcomes),
      absent: 0,
    }),

  'Narrow every panel': (scope) =>
    controls(
      listControl(scope, 'Channel', channel, words.channels),
      listControl(scope, 'Country', country, words.countries),
      listControl(scope, 'Category group', group),
      rangeControl(scope, 'Amount (EUR)', amount),
    ),

  'Spent by category of the merchant': (scope) =>
    bars(top(byValue(spent(scope), group), 12, money), 'Spent (EUR)', money),

  'Money moved by channel': (scope) =>
    pie(
      top(byValue(authorized(scope), channel, words.channels), 5, money),
      'Money moved (EUR)',
      money,
    ),

  'Why it declined': (scope) =>
    table(top(byValue(declined(scope), reason, words.reasons), 10, count), {
      Declined: count,
      'Refused (EUR)': money,
      Customers: distinct(customer),
    }),

  'Transactions by hour and weekday': ({ transactions }) =>
    heatmap(
      byValue(transactions, ({ local }) => local.weekday, words.weekdays),
      // Every hour from the first to the last, also those in which nothing happened.
      hoursOf(transactions),
      { columnOf: ({ local }) => String(local.hour), measure: count },
    ),

  'Money moved by country': (scope) =>
    table(top(byValue(authorized(scope), country, words.countries), 10, money), {
      'Money moved (EUR)': money,
      Transactions: count,
      Customers: distinct(customer),
    }),

  'Sizes of payments in the ten busiest cities': (scope) =>
    splitBars(
      top(
        byValue(authorized(scope), ({ place }) => place.city),
        10,
        count,
      ),
      (some) => byValue(some, ({ transaction }) => transaction.amount_band, words.amountBands),
      { measure: count, absent: 0 },
    ),

  'Banks on the other side': (scope) => {
    const banks = byValue(authorized(scope), ({ counterpart }) => counterpart?.bank)
    const rows = top(banks, 10, money).flatMap(([bank, ofBank]) =>
      byValue(ofBank, direction, words.directions).map(([way, some]) => [bank, way, some] as const),
    )
    return table(rows, {
      'Money moved (EUR)': money,
      Transactions: count,
      'Average (EUR)': averageOf(amount),
    })
  },

  'Total balance of all accounts: change since the begin of the period': (scope) => {
    const booked = scope.transactions.filter((one) => outcome(one) !== 'declined')
    const line = (way: string) => {
      const some = booked.filter((one) => direction(one) === way)
      return lineOf(scope, some, money)
    }
    const change = combined(line('credit'), line('debit'), (came, went) => came - went)
    return timelionChart(scope, { 'Change of the total balance': cumulated(change) }, booked)
  },
}

function hoursOf(transactions: readonly TransactionDocument[]): string[] {
  const hours = transactions.map(({ local }) => local.hour)
  const first = Math.min(...hours)
  return Array.from({ length: Math.max(...hours) - first + 1 }, (_, index) => String(first + index))
}
