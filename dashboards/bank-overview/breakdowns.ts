import { amountBands } from '../../contracts/bands.ts'
import { Channel } from '../../contracts/events/bank-activity.ts'
import { stepsOf, valuesOf } from '../builders/bucket.ts'
import { histogram } from '../builders/chart.ts'
import { allOf, where } from '../builders/filter.ts'
import { heatmap } from '../builders/heatmap.ts'
import { inputControls } from '../builders/input-controls.ts'
import { average, count, distinct, estimateNote, sum } from '../builders/measure.ts'
import { pie } from '../builders/pie.ts'
import { table } from '../builders/table.ts'
import { distinctColours, rampColours } from '../colours.ts'
import { transactionsView as view } from '../data-views.ts'
import { authorized } from './money.ts'

export const filters = inputControls(view, {
  id: 'bank-overview-filters',
  title: 'Narrow every panel',
  controls: [
    { type: 'list', field: 'transaction.channel', label: 'Channel' },
    { type: 'list', field: 'place.country', label: 'Country' },
    { type: 'list', field: 'merchant.group', label: 'Category group' },
    { type: 'range', field: 'transaction.amount_eur', label: 'Amount (EUR)', step: 10 },
  ],
})

export const byCategory = histogram(view, {
  id: 'bank-overview-by-category',
  title: 'Spent by category of the merchant',
  filter: allOf(authorized, where(view, 'transaction.direction', 'debit')),
  measure: sum('transaction.amount_eur', 'Spent (EUR)'),
  over: valuesOf('merchant.group', { label: 'Category group', size: 12 }),
})

export const byChannel = pie(view, {
  id: 'bank-overview-by-channel',
  title: 'Money moved by channel',
  filter: authorized,
  measure: sum('transaction.amount_eur', 'Money moved (EUR)'),
  slices: valuesOf('transaction.channel', {
    label: 'Channel',
    size: Channel.options.length,
    colours: distinctColours(Channel.options),
  }),
})

export const byCountry = table(view, {
  id: 'bank-overview-by-country',
  title: 'Money moved by country',
  description: estimateNote.bucket,
  filter: authorized,
  rows: [valuesOf('place.country', { label: 'Country', size: 10 })],
  measures: [
    sum('transaction.amount_eur', 'Money moved (EUR)'),
    count('Transactions'),
    distinct('customer.id', 'Customers'),
  ],
})

export const byHourAndWeekday = heatmap(view, {
  id: 'bank-overview-by-hour-and-weekday',
  title: 'Transactions by hour and weekday',
  description: 'In the local time of the place where it happened.',
  measure: count('Transactions'),
  columns: stepsOf('local.hour', { label: 'Local hour', step: 1 }),
  rows: valuesOf('local.weekday', { label: 'Local weekday', size: 7, isInOrder: true }),
})

export const byAmountAndCity = histogram(view, {
  id: 'bank-overview-by-amount-and-city',
  title: 'Sizes of payments in the ten busiest cities',
  filter: authorized,
  measure: count('Transactions'),
  over: valuesOf('place.city', { label: 'City', size: 10 }),
  split: valuesOf('transaction.amount_band', {
    label: 'Amount band',
    size: amountBands.length,
    isInOrder: true,
    colours: rampColours(amountBands.map(({ name }) => name)),
  }),
})

export const counterpartBanks = table(view, {
  id: 'bank-overview-counterpart-banks',
  title: 'Banks on the other side',
  description:
    'Of transfers and direct debits; credit comes from the other bank, debit goes to it.',
  filter: authorized,
  rows: [
    valuesOf('counterpart.bank', { label: 'Bank', size: 10 }),
    valuesOf('transaction.direction', { label: 'Direction', size: 2, isInOrder: true }),
  ],
  measures: [
    sum('transaction.amount_eur', 'Money moved (EUR)'),
    count('Transactions'),
    average('transaction.amount_eur', 'Average (EUR)'),
  ],
})
