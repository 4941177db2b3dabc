import { type CustomerDocument } from '../../contracts/indices/customers.ts'
import { type TransactionDocument } from '../../contracts/indices/transactions.ts'
import { controls, listControl } from './controls.ts'
import { bars, byValue, type DashboardFigures, figures, splitBars, table, top } from './figures.ts'
import { averageOf, count, distinct, largestOf, percentileOf, sumOf } from './measures.ts'
import { openingFigures } from './opening.ts'
import { chart, timeSeries } from './over-time.ts'
import { lineOf, percentOf, timelionChart } from './timelion.ts'
import { amount, authorized, country, customer, spent } from './transactions.ts'
import * as words from './words.ts'

const money = sumOf(amount)
const ageBand = ({ customer: found }: TransactionDocument): string | undefined => found.age_band
const archetype = ({ customer: found }: TransactionDocument | CustomerDocument): string | undefined => found.archetype // prettier-ignore
const balance = ({ balance: { eur } }: CustomerDocument) => eur
const isForeign = ({ transaction }: TransactionDocument) => transaction.is_foreign === true

export const customersFigures: DashboardFigures = {
  ...openingFigures,

  'Customers and what they have': ({ customers }) =>
    figures(customers, {
      Customers: count,
      'Total balance (EUR)': sumOf(balance),
      'Average balance (EUR)': averageOf(balance),
    }),

  'Narrow every panel': (scope) =>
    controls(
      listControl(scope, 'Age band', ageBand, words.ageBands),
      listControl(scope, 'Archetype', archetype, words.archetypes),
    ),

  'Spent by archetype over time': (scope) =>
    chart(spent(scope), scope.shown, {
      measure: money,
      split: (some) => byValue(some, archetype, words.archetypes),
      absent: 0,
    }),

  'Spent by age band': (scope) =>
    bars(byValue(spent(scope), ageBand, words.ageBands), 'Spent (EUR)', money),

  'Share of customers whose account was overdrawn, over time': (scope) => {
    const booked = scope.transactions.filter(
      ({ transaction }) => transaction.is_overdrawn !== undefined,
    )
    const overdrawn = booked.filter(({ transaction }) => transaction.is_overdrawn === true)
    const line = (some: readonly TransactionDocument[]) => lineOf(scope, some, distinct(customer))
    const share = percentOf(line(overdrawn), line(booked))
    return timelionChart(scope, { 'Overdrawn after a booking (%)': share }, booked)
  },

  'Customers with an overdrawn account, by archetype': ({ customers }) =>
    splitBars(
      top(byValue(customers, archetype, words.archetypes), 6, count),
      (some) => {
        const isOverdrawn = (one: CustomerDocument) => one.balance.is_overdrawn
        return [
          ['Overdrawn', some.filter(isOverdrawn)],
          ['Not overdrawn', some.filter((one) => !isOverdrawn(one))],
        ]
      },
      { measure: count, absent: 0 },
    ),

  'Customers and balances by home city': ({ customers }) =>
    table(
      top(
        byValue(customers, (one) => one.customer.home?.city),
        20,
        count,
      ),
      {
        Customers: count,
        'Total balance (EUR)': sumOf(balance),
        'Average balance (EUR)': averageOf(balance),
      },
    ),

  'How many customers have how much (EUR)': ({ customers }) => {
    const limits = [-Infinity, 0, 1000, 5000, 20_000, 100_000, Infinity]
    const names = ['less than 0', '0 to 1000', '1000 to 5000', '5000 to 20000', '20000 to 100000', '100000 and more'] // prettier-ignore
    const within = (one: CustomerDocument, from = 0, to = 0) =>
      balance(one) >= from && balance(one) < to
    const ranges = names.map(
      (name, at) =>
        [name, customers.filter((one) => within(one, limits[at], limits[at + 1]))] as const,
    )
    return bars(customers.length === 0 ? [] : ranges, 'Customers', count)
  },

  'Share of the spending that is abroad, over time': (scope) => {
    const line = (some: readonly TransactionDocument[]) => lineOf(scope, some, money)
    const share = percentOf(line(spent(scope).filter(isForeign)), line(spent(scope)))
    return timelionChart(scope, { 'Spent abroad (%)': share }, spent(scope))
  },

  'Where they spend abroad': (scope) =>
    table(top(byValue(spent(scope).filter(isForeign), country, words.countries), 10, money), {
      'Spent (EUR)': money,
      Transactions: count,
      Customers: distinct(customer),
    }),

  'Top movers: customers who moved most money': (scope) =>
    table(top(byValue(authorized(scope), customer), 20, money), {
      'Money moved (EUR)': money,
      Transactions: count,
      'Largest (EUR)': largestOf(amount),
    }),

  'How large payments are': (scope) =>
    timeSeries(spent(scope), scope.shown, {
      'Half are not above': percentileOf(amount, 50),
      '90 % are not above': percentileOf(amount, 90),
      '99 % are not above': percentileOf(amount, 99),
    }),
}
