import { describe, expect, test } from 'vitest'
import { type SearchAnswer } from './search.ts'
import { readTsvbPanel } from './tsvb-panel.ts'
import { tsvbPicture } from './tsvb-picture.ts'
import { tsvbRequests } from './tsvb-request.ts'

const toMs = Date.UTC(2026, 10, 21, 8)
const period = { fromMs: toMs - 24 * 3_600_000, toMs, zone: 'UTC' }
const lucene = (query: string) => ({ query, language: 'lucene' })

function panel(series: object, others: object = {}) {
  return readTsvbPanel(
    {
      type: 'timeseries',
      index_pattern: 'tally-x',
      time_field: '@timestamp',
      interval: 'auto',
      show_legend: 1,
      ...others,
      series: [{ id: 's1', label: 'S', color: '#f00', ...series }],
    },
    'a:b',
  )
}

function metric(one: object) {
  return { metrics: [{ id: 'm1', ...one }] }
}

function answer(split: object, total = 1): SearchAnswer {
  return {
    _shards: { total: 1, failed: 0 },
    hits: { total: { value: total } },
    aggregations: { split },
  }
}

function timed(...buckets: object[]) {
  return { doc_count: 9, time: { buckets: buckets.map((one, key) => ({ key, doc_count: 2, ...one })) } } // prettier-ignore
}

describe('TSVB', () => {
  test('names one percentile as its author does', () => {
    const half = { type: 'percentile', field: 'a', percentiles: [{ value: '50' }] }
    const found = [answer(timed({ metric: { values: { '50.0': 1 } } }))]

    expect(tsvbPicture(panel(metric(half)), found, period)).toMatchObject({
      series: [{ label: 'S' }],
    })
    expect(tsvbPicture(panel({ ...metric(half), label: '' }), found, period)).toMatchObject({
      series: [{ label: 'percentile (50)' }],
    })
  })

  test.each([
    [{ value_template: '{{value}} EUR' }, { kind: 'affix', before: '', after: ' EUR' }],
    [
      { formatter: 'ms,s,2', value_template: '{{value}} s' },
      { kind: 'duration', ms: 1 },
    ],
    [{ formatter: 'bytes' }, { kind: 'affix', before: '', after: '' }],
  ])('writes figures by %j', (looks, unit) => {
    const counted = panel({ ...metric({ type: 'count' }), ...looks })

    expect(tsvbPicture(counted, [answer(timed({}))], period)).toMatchObject({
      axes: [{ format: { unit } }],
    })
  })

  test('asks once per series: its split, in it time, in it the metric', () => {
    const series = { ...metric({ type: 'avg', field: 'price' }), filter: lucene('c:d') }

    const [request, ...others] = tsvbRequests(panel(series, { filter: lucene('e:f') }), period)

    expect(others).toEqual([])
    expect(request?.index).toBe('tally-x')
    expect(JSON.stringify(request?.body['query'])).toMatch(/a:b.*e:f.*c:d/)
    expect(request?.body['aggs']).toEqual({
      split: {
        filter: { match_all: {} },
        aggs: {
          time: {
            date_histogram: {
              field: '@timestamp',
              fixed_interval: '10m',
              time_zone: 'UTC',
              min_doc_count: 0,
              extended_bounds: { min: period.fromMs, max: period.toMs },
            },
            aggs: { metric: { avg: { field: 'price' } } },
          },
        },
      },
    })
  })

  test.each([
    [
      'the terms of a field, ordered by the metric',
      { split_mode: 'terms', terms_field: 'channel', terms_size: '3', terms_order_by: 'm1' },
      { terms: { field: 'channel', size: 3, order: { order: 'desc' } } },
      { order: { sum: { field: 'price' } } },
    ],
    [
      'filters',
      { split_mode: 'filters', split_filters: [{ id: 'f1', filter: lucene('*') }] },
      { filters: { filters: { f1: { match_all: {} } } } },
      {},
    ],
  ])('splits by %s', (_what, split, expected, ordering) => {
    const series = { ...metric({ type: 'sum', field: 'price' }), ...split }

    const aggregations = tsvbRequests(panel(series), period)[0]?.body['aggs']

    const { split: found } = aggregations as { split: { aggs: object } }
    expect(found).toMatchObject(expected)
    expect(found.aggs).toMatchObject(ordering)
  })

  test.each([
    ['count', metric({ type: 'count' }), [{ label: 'S', values: [2, 2] }], [{}, {}]],
    ['max', metric({ type: 'max', field: 'a' }), [{ label: 'S', values: [5, null] }], [{ metric: { value: 5 } }, { metric: { value: null } }]], // prettier-ignore
    [
      'percentile',
      metric({ type: 'percentile', field: 'a', percentiles: [{ value: '50' }, { value: 99.9 }] }),
      [
        { label: 'S (50)', values: [1] },
        { label: 'S (99.9)', values: [7] },
      ],
      [{ metric: { values: { '50.0': 1, '99.9': 7 } } }],
    ],
    [
      'filter_ratio',
      metric({ type: 'filter_ratio', numerator: lucene('x:y'), denominator: lucene('*') }),
      [{ label: 'S', values: [0.25, null] }],
      [
        { numerator: { doc_count: 1 }, denominator: { doc_count: 4 } },
        { numerator: { doc_count: 0 }, denominator: { doc_count: 0 } },
      ],
    ],
  ])('draws a %s', (_type, series, expected, buckets) => {
    const picture = tsvbPicture(panel(series), [answer(timed(...buckets))], period)

    const lines = picture.kind === 'chart' ? picture.series : []
    expect(
      lines.map(({ label, points }) => ({ label, values: points.map(([, value]) => value) })),
    ).toEqual(expected)
  })

  test('calls the parts of a split by value or by the label of the filter, and narrows to them', () => {
    const terms = { ...metric({ type: 'count' }), split_mode: 'terms', terms_field: 'channel' }
    const filters = {
      ...metric({ type: 'count' }),
      split_mode: 'filters',
      split_filters: [{ id: 'f1', label: 'Few', color: '#0f0', filter: lucene('n:1') }],
    }

    const byTerm = tsvbPicture(panel(terms), [answer({ buckets: [{ key: 'atm', ...timed({}) }] })], period) // prettier-ignore
    const byFilter = tsvbPicture(panel(filters), [answer({ buckets: { f1: timed({}) } })], period)

    expect(byTerm).toMatchObject({
      series: [{ label: 'atm', narrowing: [{ kind: 'is', field: 'channel', values: ['atm'] }] }],
    })
    expect(byFilter).toMatchObject({
      series: [
        {
          label: 'Few',
          colour: '#0f0',
          narrowing: [{ kind: 'matches', label: 'Few', query: 'n:1' }],
        },
      ],
    })
  })

  test.each([
    ['metric', { kind: 'figures', figures: [{ label: 'S', value: 5 }] }],
    ['top_n', { kind: 'table', rows: [['S', 5]] }],
  ])('of the type %s shows the last figure that is there', (type, expected) => {
    const series = metric({ type: 'max', field: 'a' })
    const found = answer(timed({ metric: { value: 5 } }, { metric: { value: null } }))

    expect(tsvbPicture(panel(series, { type }), [found], period)).toMatchObject(expected)
  })

  test.each([
    [{ ...metric({ type: 'derivative' }) }, 'TSVB: series.0.metrics.0.type'],
    [{ metrics: [{ id: 'a', type: 'count' }, { id: 'b', type: 'count' }] }, 'one metric a series'], // prettier-ignore
    [{ ...metric({ type: 'count' }), filter: { query: 'a: b', language: 'kuery' } }, 'a query in kuery is not read'], // prettier-ignore
    [{ ...metric({ type: 'count' }), split_mode: 'terms' }, 'series s1 is split by no field'],
  ])('says what it cannot draw: %j', (series, message) => {
    expect(() => panel(series)).toThrow(message)
  })
})
