import { type TransactionDocument } from '../../contracts/indices/transactions.ts'
import { controls, listControl } from './controls.ts'
import {
  byValue,
  type Cell,
  type DashboardFigures,
  figures,
  nothing,
  splitBars,
  top,
} from './figures.ts'
import { averageOf, count, distinct, sumOf } from './measures.ts'
import { openingFigures } from './opening.ts'
import { chart } from './over-time.ts'
import { type Scope, timeOf } from './scope.ts'
import {
  combined,
  expected,
  lineOf,
  movingAverage,
  movingDeviation,
  percentOf,
  timelionChart,
} from './timelion.ts'
import { amount, channel, customer, declined, producer, reason } from './transactions.ts'
import * as words from './words.ts'

const unknownThings = {
  Account: 'unknown_account',
  Customer: 'unknown_customer',
  Merchant: 'unknown_merchant',
  Category: 'unknown_category',
  Rate: 'unknown_rate',
  Zone: 'unknown_zone',
} as const

export const operationsFigures: DashboardFigures = {
  ...openingFigures,

  'Declined transactions': (scope) =>
    figures(declined(scope), {
      Declined: count,
      'Refused (EUR)': sumOf(amount),
      Customers: distinct(customer),
      'Average (EUR)': averageOf(amount),
    }),

  'Narrow every panel': (scope) =>
    controls(
      listControl(scope, 'Channel', channel, words.channels),
      listControl(scope, 'Producer', producer),
    ),

  'Declines by reason, against their moving average and its band': (scope) => {
    const line = (why?: string) => {
      const some = declined(scope).filter((one) => why === undefined || reason(one) === why)
      return lineOf(scope, some, count)
    }
    const usual = movingAverage(line(), 24)
    const spread = movingDeviation(line(), 24)
    return timelionChart(
      scope,
      {
        'Insufficient funds': line('insufficient_funds'),
        'Limit exceeded': line('limit_exceeded'),
        'Wrong PIN': line('wrong_pin'),
        'Suspected fraud': line('suspected_fraud'),
        'Average of all': usual,
        'Upper band': combined(usual, spread, (middle, one) => middle + 2 * one),
        'Lower band': combined(usual, spread, (middle, one) => middle - 2 * one),
      },
      declined(scope),
    )
  },

  'Declined share, against what was to be expected': (scope) => {
    const line = (some: readonly TransactionDocument[]) => lineOf(scope, some, count)
    const share = percentOf(line(declined(scope)), line(scope.transactions))
    return timelionChart(
      scope,
      { 'Declined (%)': share, 'Expected (%)': expected(share, 0.2) },
      scope.transactions,
    )
  },

  'Declines by channel and reason': (scope) =>
    splitBars(
      top(byValue(declined(scope), channel, words.channels), 5, count),
      // The first four of the closed list in the order of their names.
      (some) => byValue(some, reason, words.reasons).slice(0, 4),
      { measure: count, absent: 0 },
    ),

  'Transactions with clock trouble, by producer': ({ transactions, shown }) =>
    chart(
      transactions.filter(({ quality }) => quality.clock_skewed),
      shown,
      { measure: count, split: (some) => top(byValue(some, producer), 8, count), absent: 0 },
    ),

  'What was not known of transactions': ({ transactions, shown }) =>
    chart(transactions, shown, {
      measure: count,
      split: (some) =>
        Object.entries(unknownThings).map(([thing, field]) => [
          thing,
          some.filter(({ quality }) => quality[field]),
        ]),
      absent: 0,
    }),

  'Latest declined transactions': (scope) => {
    const rows = newest(declined(scope)).map((one): Cell[] => [
      timeOf(one),
      words.reasons[reason(one) ?? ''] ?? null,
      amount(one) ?? null,
      words.channels[channel(one)] ?? null,
      one.merchant?.name ?? null,
      one.place.city,
      customer(one),
      one.account.id,
    ])
    return rows.length === 0 ? nothing : { kind: 'table', columns: ['Time', 'Amount (EUR)'], rows }
  },
}

/** The fifty that are shown of the documents themselves. */
export function newest<Document extends Scope['transactions' | 'deadLetters'][number]>(
  documents: readonly Document[],
): Document[] {
  return [...documents].sort((one, other) => timeOf(other) - timeOf(one)).slice(0, 50)
}
