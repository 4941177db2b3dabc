import { valuesOf } from '../dashboards/builders/bucket.ts'
import { histogram } from '../dashboards/builders/chart.ts'
import { dashboard, row } from '../dashboards/builders/dashboard.ts'
import { where } from '../dashboards/builders/filter.ts'
import { average, count, distinct, sum } from '../dashboards/builders/measure.ts'
import { metric } from '../dashboards/builders/metric.ts'
import { seriesOf } from '../dashboards/builders/series.ts'
import { table } from '../dashboards/builders/table.ts'
import { timelion } from '../dashboards/builders/timelion.ts'
import { colours, outcomeColours } from '../dashboards/colours.ts'
import { transactionsView as view } from '../dashboards/data-views.ts'

const authorized = where(view, 'transaction.outcome', 'authorized')

/**
 * A dashboard for tests that are about panels and not about what the bank wants to see: a metric
 * (panel 1), a Timelion chart of two series (2), a table (3) and a histogram (4), over transactions.
 */
export const smallDashboard = dashboard({
  id: 'small',
  title: 'Small',
  question: 'What do panels look like?',
  from: 'now-30d',
  refreshSeconds: 5,
  rows: [
    row(5, [
      metric(view, {
        id: 'small-totals',
        title: 'Authorized transactions',
        filter: authorized,
        measures: [
          count('Transactions'),
          sum('transaction.amount_eur', 'Money moved (EUR)'),
          distinct('customer.id', 'Active customers'),
        ],
      }),
      48,
    ]),
    row(
      15,
      [
        timelion({
          id: 'small-week-over-week',
          title: 'Money moved, against one week earlier',
          plots: [
            {
              label: 'One week earlier',
              series: seriesOf(view, 'sum:transaction.amount_eur', {
                filter: authorized,
                offset: '-1w',
              }),
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
        }),
        28,
      ],
      [
        table(view, {
          id: 'small-top-merchants',
          title: 'Merchants that were paid most',
          filter: authorized,
          rows: [valuesOf('merchant.name', { label: 'Merchant', size: 10 })],
          measures: [
            sum('transaction.amount_eur', 'Paid (EUR)'),
            count('Transactions'),
            average('transaction.amount_eur', 'Average (EUR)'),
          ],
        }),
        20,
      ],
    ),
    row(10, [
      histogram(view, {
        id: 'small-outcomes',
        title: 'What the bank answered',
        measure: count('Transactions'),
        split: valuesOf('transaction.outcome', {
          label: 'Outcome',
          size: 3,
          colours: outcomeColours,
        }),
      }),
      48,
    ]),
  ],
})
