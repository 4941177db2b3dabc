import { describe, expect, test } from 'vitest'
import { smallDashboard } from '../test/small-dashboard.ts'
import { transactionsView } from './data-views.ts'
import { readDashboards } from './panels/dashboard-model.ts'
import { type SearchAnswer } from './panels/search.ts'
import { preparePanel } from './prepare-panel.ts'

const hourMs = 3_600_000
const toMs = Date.UTC(2026, 10, 21, 8)
const period = { fromMs: toMs - 24 * hourMs, toMs, zone: 'Europe/Paris' }

function prepare(kind: 'metric' | 'table' | 'histogram' | 'timelion') {
  const [model] = readDashboards([transactionsView.object, ...smallDashboard.objects])
  const panel = model?.panels.find(({ content }) => content.kind === kind)
  if (panel === undefined) throw new Error(`the dashboard has no ${kind}`)
  return preparePanel(panel, period)
}

function answer(aggregations: Record<string, unknown>, total = 1): SearchAnswer {
  return { _shards: { total: 1, failed: 0 }, hits: { total: { value: total } }, aggregations }
}

const unwritten: SearchAnswer = {
  _shards: { total: 0, failed: 0 },
  hits: { total: { value: 0 } },
}

describe('a metric', () => {
  test('asks for its figures over the documents that match', () => {
    const { requests } = prepare('metric')

    expect(requests).toEqual([
      {
        index: 'tally-transactions',
        body: {
          size: 0,
          track_total_hits: true,
          query: {
            bool: {
              filter: [
                {
                  range: {
                    '@timestamp': {
                      gte: '2026-11-20T08:00:00.000Z',
                      lte: '2026-11-21T08:00:00.000Z',
                      format: 'strict_date_optional_time',
                    },
                  },
                },
                {
                  query_string: {
                    query: 'transaction.outcome:authorized',
                    analyze_wildcard: true,
                    time_zone: 'Europe/Paris',
                  },
                },
              ],
            },
          },
          aggs: {
            '2': { sum: { field: 'transaction.amount_eur' } },
            '3': { cardinality: { field: 'customer.id', precision_threshold: 40_000 } },
          },
        },
      },
    ])
  })

  test('shows the number of hits as its count, and amounts with their format', () => {
    const picture = prepare('metric').draw([answer({ '2': { value: 12.5 }, '3': { value: 2 } }, 7)])

    expect(picture).toMatchObject({
      kind: 'figures',
      figures: [
        { label: 'Transactions', value: 7, format: { decimalsMax: 0 } },
        { label: 'Money moved (EUR)', value: 12.5, format: { decimalsMin: 2, decimalsMax: 2 } },
        { label: 'Active customers', value: 2, format: { decimalsMax: 0 } },
      ],
    })
  })
})

describe('a table', () => {
  test('has a row per value, its figures in the order of the columns', () => {
    const bucket = { key: 'Morel', doc_count: 3, 1: { value: 30 }, 3: { value: 10 } }

    const picture = prepare('table').draw([answer({ '4': { buckets: [bucket] } })])

    expect(picture).toMatchObject({
      kind: 'table',
      columns: [
        { label: 'Merchant', kind: 'text' },
        { label: 'Paid (EUR)', kind: 'number' },
        { label: 'Transactions', kind: 'number' },
        { label: 'Average (EUR)', kind: 'number' },
      ],
      rows: [['Morel', 30, 3, 10]],
    })
  })

  test('says why it is empty', () => {
    const picture = prepare('table').draw([answer({ '4': { buckets: [] } })])

    expect(picture).toEqual({
      kind: 'empty',
      reason: 'Nothing in this period matches transaction.outcome:authorized.',
    })
  })
})

describe('a histogram', () => {
  test('asks for the interval that Kibana would choose, in the zone of the reader', () => {
    const { requests } = prepare('histogram')

    expect(requests[0]?.body).toMatchObject({
      aggs: {
        '2': {
          date_histogram: {
            field: '@timestamp',
            fixed_interval: '30m',
            time_zone: 'Europe/Paris',
            min_doc_count: 1,
          },
          aggs: { '3': { terms: { field: 'transaction.outcome', order: { _count: 'desc' } } } },
        },
      },
    })
  })

  test('gives every series a point for every time, so that they stack', () => {
    const split = (...counts: [string, number][]) => ({
      buckets: counts.map(([key, count]) => ({ key, doc_count: count })),
    })
    const buckets = [
      { key: 1000, doc_count: 5, 3: split(['authorized', 5]) },
      { key: 2000, doc_count: 3, 3: split(['declined', 2], ['authorized', 1]) },
    ]

    const picture = prepare('histogram').draw([answer({ '2': { buckets } })])

    expect(picture).toMatchObject({
      kind: 'chart',
      intervalMs: hourMs / 2,
      hasLegend: true,
      series: [
        {
          label: 'Authorized',
          colour: '#2F6FD6',
          isStacked: true,
          points: [
            [1000, 5],
            [2000, 1],
          ],
        },
        {
          label: 'Declined',
          colour: '#D1495B',
          isStacked: true,
          points: [
            [1000, 0],
            [2000, 2],
          ],
        },
      ],
    })
  })
})

describe('a Timelion chart', () => {
  test('asks once for each of its series and draws both', () => {
    const { requests, draw } = prepare('timelion')
    const time = { buckets: [{ key: period.fromMs, doc_count: 1, metric0: { value: 5 } }] }

    const picture = draw([answer({ time }), answer({ time })])

    expect(requests).toHaveLength(2)
    expect(picture).toMatchObject({
      kind: 'chart',
      axes: [{ minimum: 0, format: { unit: { kind: 'currency', code: 'EUR' } } }],
      series: [
        { label: 'One week earlier', fill: 0.3 },
        { label: 'Money moved', fill: 0 },
      ],
    })
  })
})

describe('any panel', () => {
  test.each(['metric', 'table', 'histogram', 'timelion'] as const)(
    'says that nothing was written yet: %s',
    (kind) => {
      const { requests, draw } = prepare(kind)

      expect(draw(requests.map(() => unwritten))).toEqual({
        kind: 'empty',
        reason: 'Nothing has been written to tally-transactions yet.',
      })
    },
  )
})
