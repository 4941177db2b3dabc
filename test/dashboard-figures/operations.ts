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

const unknownThings = ['account', 'customer', 'merchant', 'category', 'rate', 'zone'] as const

export const operationsFigures: DashboardFigures = {
  ...openingFigures('Operations of the bank'),

  'Declined transactions': (scope) =>
    figures(declined(scope), {
      Declined: count,
      'Refused (EUR)': sumOf(amount),
      Customers: distinct(customer),
      'Average (EUR)': averageOf(amount),
    }),

  'Narrow every panel': (scope) =>
    controls(listControl(scope, 'Channel', channel), listControl(scope, 'Producer', producer)),

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
        'insufficient funds': line('insufficient_funds'),
        'limit exceeded': line('limit_exceeded'),
        'wrong pin': line('wrong_pin'),
        'suspected fraud': line('suspected_fraud'),
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
      { 'Declined (%)': share, 'Expected (%)': expected(share, 0.2, 0.05) },
      scope.transactions,
    )
  },

  'Declines by channel and reason': (scope) =>
    splitBars(
      top(byValue(declined(scope), channel), 5, count),
      // The first four of the closed list in the order of their names.
      (some) => byValue(some, reason).slice(0, 4),
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
        unknownThings.map((thing) => [
          thing,
          some.filter(({ quality }) => quality[`unknown_${thing}`]),
        ]),
      absent: 0,
    }),

  'Latest declined transactions': (scope) => {
    const rows = newest(declined(scope)).map((one): Cell[] => [
      timeOf(one),
      reason(one) ?? null,
      amount(one) ?? null,
      channel(one),
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
