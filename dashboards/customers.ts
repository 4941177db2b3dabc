import { ageBands } from '../contracts/bands.ts'
import { Archetype } from '../contracts/events/bank-activity.ts'
import { filteredBy, rangesOf, valuesOf } from './builders/bucket.ts'
import { area, histogram } from './builders/chart.ts'
import { dashboard, row } from './builders/dashboard.ts'
import { allOf, exists, isTrue, not, where } from './builders/filter.ts'
import { inputControls } from './builders/input-controls.ts'
import { average, count, distinct, estimateNote, largest, sum } from './builders/measure.ts'
import { metric } from './builders/metric.ts'
import { seriesOf } from './builders/series.ts'
import { table } from './builders/table.ts'
import { percentile, timeSeries } from './builders/time-series.ts'
import { timelion } from './builders/timelion.ts'
import { colours, distinctColours } from './colours.ts'
import { customersView, transactionsView as view } from './data-views.ts'
import { dashboardTitles, openingRow } from './opening.ts'

const authorized = where(view, 'transaction.outcome', 'authorized')
const spent = allOf(authorized, where(view, 'transaction.direction', 'debit'))

const seenLast =
  'Of the customers whose newest event is in the period; let it end now to see what they have now.'

const balances = metric(customersView, {
  id: 'customers-balances',
  title: 'Customers and what they have',
  description: seenLast,
  measures: [
    count('Customers'),
    sum('balance.eur', 'Total balance (EUR)'),
    average('balance.eur', 'Average balance (EUR)'),
  ],
})

const filters = inputControls(view, {
  id: 'customers-filters',
  title: 'Narrow every panel',
  controls: [
    { type: 'list', field: 'customer.age_band', label: 'Age band' },
    { type: 'list', field: 'customer.archetype', label: 'Archetype' },
  ],
})

const byAgeBand = histogram(view, {
  id: 'customers-by-age-band',
  title: 'Spent by age band',
  filter: spent,
  measure: sum('transaction.amount_eur', 'Spent (EUR)'),
  over: valuesOf('customer.age_band', {
    label: 'Age band',
    size: ageBands.length,
    isInOrder: true,
  }),
})

const byArchetype = area(view, {
  id: 'customers-by-archetype',
  title: 'Spent by archetype over time',
  filter: spent,
  measure: sum('transaction.amount_eur', 'Spent (EUR)'),
  split: valuesOf('customer.archetype', {
    label: 'Archetype',
    size: Archetype.options.length,
    isInOrder: true,
    colours: distinctColours(Archetype.options),
  }),
})

const byCity = table(customersView, {
  id: 'customers-by-city',
  title: 'Customers and balances by home city',
  description: seenLast,
  rows: [valuesOf('customer.home.city', { label: 'Home city', size: 20 })],
  measures: [
    count('Customers'),
    sum('balance.eur', 'Total balance (EUR)'),
    average('balance.eur', 'Average balance (EUR)'),
  ],
})

const customersBooked = seriesOf(view, 'cardinality:customer.id', {
  filter: exists(view, 'transaction.is_overdrawn'),
})
const customersOverdrawn = seriesOf(view, 'cardinality:customer.id', {
  filter: isTrue(view, 'transaction.is_overdrawn'),
})

const overdrawnShare = timelion({
  id: 'customers-overdrawn-share',
  title: 'Share of customers whose account was overdrawn, over time',
  description:
    'Of the customers for whom something was booked in an interval: those with an account below zero after a booking in it. Of more than 3,000 in an interval, both are estimates.',
  plots: [
    {
      label: 'Overdrawn after a booking (%)',
      series: customersOverdrawn.percentOf(customersBooked),
      colour: colours.main,
      fill: 1,
    },
  ],
  axis: { min: 0, units: 'custom::%' },
})

const overdrawn = isTrue(customersView, 'balance.is_overdrawn')

const overdrawnNow = histogram(customersView, {
  id: 'customers-overdrawn-now',
  title: 'Customers with an overdrawn account, by archetype',
  description: seenLast,
  measure: count('Customers'),
  over: valuesOf('customer.archetype', { label: 'Archetype', size: Archetype.options.length }),
  split: filteredBy(
    { Overdrawn: overdrawn, 'Not overdrawn': not(overdrawn) },
    { colours: { Overdrawn: colours.expected, 'Not overdrawn': colours.main } },
  ),
})

const balanceRanges = histogram(customersView, {
  id: 'customers-balance-ranges',
  title: 'How many customers have how much (EUR)',
  description: seenLast,
  measure: count('Customers'),
  over: rangesOf('balance.eur', {
    label: 'Balance (EUR)',
    ranges: [
      { to: 0 },
      { from: 0, to: 1_000 },
      { from: 1_000, to: 5_000 },
      { from: 5_000, to: 20_000 },
      { from: 20_000, to: 100_000 },
      { from: 100_000 },
    ],
  }),
})

const spentAbroad = allOf(spent, isTrue(view, 'transaction.is_foreign'))

const foreignShare = timelion({
  id: 'customers-foreign-share',
  title: 'Share of the spending that is abroad, over time',
  description: 'Outside the country of residence; in EUR.',
  plots: [
    {
      label: 'Spent abroad (%)',
      series: seriesOf(view, 'sum:transaction.amount_eur', { filter: spentAbroad }).percentOf(
        seriesOf(view, 'sum:transaction.amount_eur', { filter: spent }),
      ),
      colour: colours.main,
      fill: 1,
    },
  ],
  axis: { min: 0, units: 'custom::%' },
})

const foreignCountries = table(view, {
  id: 'customers-foreign-countries',
  title: 'Where they spend abroad',
  description: estimateNote.bucket,
  filter: spentAbroad,
  rows: [valuesOf('place.country', { label: 'Country', size: 10 })],
  measures: [
    sum('transaction.amount_eur', 'Spent (EUR)'),
    count('Transactions'),
    distinct('customer.id', 'Customers'),
  ],
})

const topMovers = table(view, {
  id: 'customers-top-movers',
  title: 'Top movers: customers who moved most money',
  filter: authorized,
  rows: [valuesOf('customer.id', { label: 'Customer', size: 20 })],
  measures: [
    sum('transaction.amount_eur', 'Money moved (EUR)'),
    count('Transactions'),
    largest('transaction.amount_eur', 'Largest (EUR)'),
  ],
})

const paymentSizes = timeSeries(view, {
  id: 'customers-payment-sizes',
  title: 'How large payments are',
  description: 'Percentiles of authorized debits, in EUR.',
  filter: spent,
  unit: 'EUR',
  lines: [
    { measure: percentile('transaction.amount_eur', 50, 'Half are not above'), colour: colours.main }, // prettier-ignore
    { measure: percentile('transaction.amount_eur', 90, '90 % are not above'), colour: colours.comparison }, // prettier-ignore
    { measure: percentile('transaction.amount_eur', 99, '99 % are not above'), colour: colours.expected }, // prettier-ignore
  ],
})

const id = 'customers'
const question = 'Who are the customers, what do they have, and how do they spend it?'

export const customersDashboard = dashboard({
  id,
  title: dashboardTitles[id],
  question,
  from: 'now-30d',
  refreshSeconds: 30,
  rows: [
    openingRow(id, question),
    row(6, [balances, 30], [filters, 18]),
    row(14, [byArchetype, 28], [byAgeBand, 20]),
    row(13, [overdrawnShare, 28], [overdrawnNow, 20]),
    row(15, [byCity, 24], [balanceRanges, 24]),
    row(14, [foreignShare, 28], [foreignCountries, 20]),
    row(15, [topMovers, 24], [paymentSizes, 24]),
  ],
})
