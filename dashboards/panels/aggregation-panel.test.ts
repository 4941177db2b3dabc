import { describe, expect, test } from 'vitest'
import { answer, changed, narrowingTo, period, prepare } from '../../test/one-panel.ts'
import { filteredBy, rangesOf, valuesOf } from '../builders/bucket.ts'
import { area, histogram, line } from '../builders/chart.ts'
import { where } from '../builders/filter.ts'
import { count, distinct, largest, sum } from '../builders/measure.ts'
import { metric } from '../builders/metric.ts'
import { pie } from '../builders/pie.ts'
import { table } from '../builders/table.ts'
import { transactionsView as view } from '../data-views.ts'

const names = { id: 'x', title: 'X' }

const channels = valuesOf('transaction.channel', { label: 'Channel', size: 5 })

describe('lines and areas', () => {
  const time = [{ key: period.fromMs, doc_count: 9, 1: { value: 4 } }]

  test.each([
    ['line', line, { mark: 'line', fill: 0, isStacked: false }],
    ['area', area, { mark: 'line', fill: 0.5, isStacked: true }],
    ['histogram', histogram, { mark: 'bars', fill: 1, isStacked: true }],
  ] as const)('are drawn over time: %s', (_kind, chart, expected) => {
    const panel = chart(view, { ...names, measure: sum('transaction.amount_eur', 'EUR') })

    const picture = prepare(panel).draw([answer({ 2: { buckets: time } })])

    expect(picture).toMatchObject({
      kind: 'chart',
      series: [{ label: 'EUR', points: [[period.fromMs, 4]], ...expected }],
    })
  })

  test('over time narrow to the value of a series', () => {
    const panel = line(view, { ...names, measure: count('Count'), split: channels })
    const split = { buckets: [{ key: 'atm', doc_count: 2 }] }

    const picture = prepare(panel).draw([
      answer({ 2: { buckets: [{ key: period.fromMs, doc_count: 2, 3: split }] } }),
    ])

    expect(picture).toMatchObject({
      series: [{ label: 'ATM', narrowing: narrowingTo('transaction.channel', 'atm') }],
    })
  })
})

describe('values that people call otherwise', () => {
  const bands = ['2 10 to 50 EUR', '1 under 10 EUR']
  const bandsOf = valuesOf('transaction.amount_band', {
    label: 'Amount',
    size: 7,
    colours: { '1 under 10 EUR': '#111111', '2 10 to 50 EUR': '#222222' },
  })
  const found = { buckets: bands.map((key) => ({ key, doc_count: 1 })) }

  test('are put in words in a chart, in the order of the values, and keep their colours', () => {
    const panel = line(view, { ...names, measure: count('Count'), split: bandsOf })

    const picture = prepare(panel).draw([
      answer({ 2: { buckets: [{ key: period.fromMs, doc_count: 2, 3: found }] } }),
    ])

    expect(picture).toMatchObject({
      series: [
        { label: 'Under 10 EUR', colour: '#111111' },
        { label: '10 to 50 EUR', colour: '#222222' },
      ],
    })
  })

  test('stay themselves in a table, whose column knows the words', () => {
    const panel = table(view, { ...names, rows: [bandsOf], measures: [count('Count')] })

    expect(prepare(panel).draw([answer({ 2: found })])).toMatchObject({
      columns: [{ labels: { '1 under 10 EUR': 'Under 10 EUR' } }, { label: 'Count' }],
      rows: bands.map((band) => [band, 1]),
      narrowings: bands.map((band) => [narrowingTo('transaction.amount_band', band), null]),
    })
  })

  test('have their colours in Kibana by the words and by the value', () => {
    const { attributes } = pie(view, { ...names, measure: count('Count'), slices: bandsOf })

    expect(JSON.parse(String(attributes['uiStateJSON']))).toMatchObject({
      vis: { colors: { 'Under 10 EUR': '#111111', '1 under 10 EUR': '#111111' } },
    })
  })
})

describe('a distinct count', () => {
  const customers = distinct('customer.id', 'Customers')

  test('is exact as far as Elasticsearch can, and in each row as far as memory allows', () => {
    const whole = prepare(metric(view, { ...names, measures: [customers] }))
    const byChannel = prepare(table(view, { ...names, rows: [channels], measures: [customers] }))

    const counted = (precision_threshold: number) => ({
      1: { cardinality: { field: 'customer.id', precision_threshold } },
    })
    expect(whole.requests[0]?.body['aggs']).toEqual(counted(40_000))
    expect(byChannel.requests[0]?.body['aggs']).toMatchObject({ 2: { aggs: counted(10_000) } })
  })

  test('that asks for what is not known is not drawn', () => {
    const panel = changed(metric(view, { ...names, measures: [customers] }), (state) =>
      state.replace('precision_threshold', 'missing'),
    )

    expect(() => prepare(panel)).toThrow('only precision_threshold is asked for')
  })
})

describe('a table', () => {
  test('has a row per range or filter, with shares', () => {
    const ranges = rangesOf('transaction.amount_eur', {
      label: 'Amount',
      ranges: [{ to: 10 }, { from: 10, to: 50 }, { from: 50 }],
    })
    const declined = where(view, 'transaction.outcome', 'declined')
    const panel = table(view, {
      ...names,
      rows: [ranges, filteredBy({ Declined: declined })],
      measures: [count('Count')],
      hasShares: true,
    })
    const { requests, draw } = prepare(panel)
    const found = (doc_count: number) => ({
      doc_count,
      3: { buckets: { Declined: { doc_count } } },
    })

    expect(requests[0]?.body['aggs']).toEqual({
      2: {
        range: {
          field: 'transaction.amount_eur',
          keyed: true,
          ranges: [
            { key: 'less than 10', to: 10 },
            { key: '10 to 50', from: 10, to: 50 },
            { key: '50 and more', from: 50 },
          ],
        },
        aggs: {
          3: {
            filters: {
              filters: {
                Declined: {
                  query_string: {
                    query: 'transaction.outcome:declined',
                    analyze_wildcard: true,
                    time_zone: 'UTC',
                  },
                },
              },
            },
          },
        },
      },
    })
    expect(
      draw([answer({ 2: { buckets: { 'less than 10': found(1), '10 to 50': found(3) } } })]),
    ).toMatchObject({
      columns: [{}, {}, { label: 'Count' }, { label: 'Count, share' }],
      rows: [
        ['less than 10', 'Declined', 1, 0.25],
        ['10 to 50', 'Declined', 3, 0.75],
      ],
      narrowings: [
        [
          [{ kind: 'range', field: 'transaction.amount_eur', to: 10 }],
          [{ kind: 'matches', label: 'Declined', query: 'transaction.outcome:declined' }],
          null,
          null,
        ],
        [[{ from: 10, to: 50 }], [{}], null, null],
      ],
    })
  })

  test('has a column per percentile, and writes moments as such', () => {
    const panel = changed(
      table(view, {
        ...names,
        rows: [channels],
        measures: [sum('transaction.amount_eur', 'EUR'), largest('@timestamp', 'Last')],
      }),
      (state) =>
        state
          .replace(
            '"type":"sum","schema":"metric","params":{',
            '"type":"percentiles","schema":"metric","params":{"percents":[50,99.9],',
          )
          .replace('"orderBy":"1"', '"orderBy":"1.50"'),
    )
    const { requests, draw } = prepare(panel)
    const bucket = { key: 'atm', doc_count: 1, 1: { values: { '50.0': 5, '99.9': 9 } }, 2: { value: 0 } } // prettier-ignore

    expect(requests[0]?.body['aggs']).toMatchObject({
      3: {
        terms: { order: { '1.50': 'desc' } },
        aggs: { 1: { percentiles: { field: 'transaction.amount_eur', percents: [50, 99.9] } } },
      },
    })
    expect(draw([answer({ 3: { buckets: [bucket] } })])).toMatchObject({
      columns: [{}, { label: 'EUR, 50 %' }, { label: 'EUR, 99.9 %' }, { format: { unit: { kind: 'time' } } }], // prettier-ignore
      rows: [['atm', 5, 9, 0]],
    })
  })
})
