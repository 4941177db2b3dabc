import { DeclineReason } from '../contracts/events/bank-activity.ts'
import { wordsOf } from '../contracts/value-labels.ts'
import { filteredBy, valuesOf } from './builders/bucket.ts'
import { histogram } from './builders/chart.ts'
import { dashboard, row } from './builders/dashboard.ts'
import { allOf, isTrue, where } from './builders/filter.ts'
import { inputControls } from './builders/input-controls.ts'
import { average, count, distinct, estimateNote, sum } from './builders/measure.ts'
import { metric } from './builders/metric.ts'
import { savedSearch } from './builders/saved-search.ts'
import { seriesOf } from './builders/series.ts'
import { timelion } from './builders/timelion.ts'
import { colours, distinctColours } from './colours.ts'
import { transactionsView as view } from './data-views.ts'
import { dashboardTitles, openingRow, unknownFields } from './opening.ts'

const declined = where(view, 'transaction.outcome', 'declined')
const reasonLabels = view.labels.get('transaction.reason')
const reasonColours = distinctColours(DeclineReason.options)

const totals = metric(view, {
  id: 'operations-declined',
  title: 'Declined transactions',
  description: estimateNote.whole,
  filter: declined,
  measures: [
    count('Declined'),
    sum('transaction.amount_eur', 'Refused (EUR)'),
    distinct('customer.id', 'Customers'),
    average('transaction.amount_eur', 'Average (EUR)'),
  ],
})

const filters = inputControls(view, {
  id: 'operations-filters',
  title: 'Narrow every panel',
  controls: [
    { type: 'list', field: 'transaction.channel', label: 'Channel' },
    { type: 'list', field: 'event.source', label: 'Producer' },
  ],
})

const declines = seriesOf(view, 'count', { filter: declined })

/** How many intervals the average and the band look back: a day of the seven that are shown. */
const window = 24
const usual = declines.movingAverage(window)
const spread = declines.movingDeviation(window).times(2)

const declinesByReason = timelion({
  id: 'operations-declines-by-reason',
  title: 'Declines by reason, against their moving average and its band',
  description:
    'The average and the band of two standard deviations look back over 24 intervals; seven days are shown in hours. Bars above the band are out of the ordinary.',
  plots: [
    ...DeclineReason.options.map((reason) => ({
      label: reasonLabels?.get(reason) ?? reason,
      series: seriesOf(view, 'count', {
        filter: allOf(declined, where(view, 'transaction.reason', reason)),
      }),
      colour: reasonColours[reason] ?? colours.main,
      isBars: true,
    })),
    { label: 'Average of all', series: usual, colour: colours.comparison },
    { label: 'Upper band', series: usual.plus(spread), colour: colours.comparison, width: 1 },
    { label: 'Lower band', series: usual.minus(spread), colour: colours.comparison, width: 1 },
  ],
  axis: { min: 0 },
})

const declinedShare = seriesOf(view, 'count', { filter: declined }).percentOf(
  seriesOf(view, 'count'),
)

const declinedShareExpected = timelion({
  id: 'operations-declined-share',
  title: 'Declined share, against what was to be expected',
  description: 'Expected by the intervals before, by exponential smoothing.',
  plots: [
    { label: 'Declined (%)', series: declinedShare, colour: colours.main, fill: 1 },
    { label: 'Expected (%)', series: declinedShare.expected(0.2), colour: colours.expected },
  ],
  axis: { min: 0, units: 'custom::%' },
})

const declinesByChannel = histogram(view, {
  id: 'operations-declines-by-channel',
  title: 'Declines by channel and reason',
  filter: declined,
  measure: count('Declined'),
  over: valuesOf('transaction.channel', { label: 'Channel', size: 5 }),
  split: valuesOf('transaction.reason', {
    label: 'Reason',
    size: DeclineReason.options.length,
    isInOrder: true,
    colours: reasonColours,
  }),
})

const clockTrouble = histogram(view, {
  id: 'operations-clock-trouble',
  title: 'Transactions with clock trouble, by producer',
  description:
    "The producer's clock was more than a minute away from the trusted one. Empty is good news.",
  filter: isTrue(view, 'quality.clock_skewed'),
  measure: count('Transactions'),
  split: valuesOf('event.source', { label: 'Producer', size: 8 }),
})

const whatIsUnknown = histogram(view, {
  id: 'operations-what-is-unknown',
  title: 'What was not known of transactions',
  description: 'A transaction counts for each thing that was not known. Empty is good news.',
  measure: count('Transactions'),
  split: filteredBy(
    Object.fromEntries(unknownFields.map((field) => [nameOf(field), isTrue(view, field)])),
    { colours: distinctColours(unknownFields.map(nameOf)) },
  ),
})

/** `quality.unknown_rate` is about the rate. */
function nameOf(field: (typeof unknownFields)[number]): string {
  return wordsOf(field.replace('quality.unknown_', ''))
}

const latestDeclined = savedSearch(view, {
  id: 'operations-latest-declined',
  title: 'Latest declined transactions',
  filter: declined,
  columns: [
    'transaction.reason',
    'transaction.amount_eur',
    'transaction.channel',
    'merchant.name',
    'place.city',
    'customer.id',
    'account.id',
  ],
})

const id = 'operations'
const question = 'What does the bank refuse, is that usual, and can its data be trusted?'

export const operations = dashboard({
  id,
  title: dashboardTitles[id],
  question,
  from: 'now-7d',
  refreshSeconds: 10,
  rows: [
    openingRow(id, question),
    row(6, [totals, 30], [filters, 18]),
    row(16, [declinesByReason, 48]),
    row(13, [declinedShareExpected, 24], [declinesByChannel, 24]),
    row(12, [clockTrouble, 24], [whatIsUnknown, 24]),
    row(18, [latestDeclined, 48]),
  ],
})
