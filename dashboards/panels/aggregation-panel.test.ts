import { describe, expect, test } from 'vitest'
import { answer, period, prepare } from '../../test/one-panel.ts'
import { filteredBy, rangesOf, stepsOf, valuesOf } from '../builders/bucket.ts'
import { area, histogram, line } from '../builders/chart.ts'
import { where } from '../builders/filter.ts'
import { heatmap } from '../builders/heatmap.ts'
import { count, largest, sum } from '../builders/measure.ts'
import { pie } from '../builders/pie.ts'
import { table } from '../builders/table.ts'
import { transactionsView as view } from '../data-views.ts'
import { type SavedObject } from '../saved-object.ts'

const names = { id: 'x', title: 'X' }

function changed(object: SavedObject, change: (visState: string) => string): SavedObject {
  const { attributes } = object
  return { ...object, attributes: { ...attributes, visState: change(String(attributes['visState'])) } } // prettier-ignore
}

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

  test('along another axis are drawn as a table', () => {
    const over = stepsOf('local.hour', { label: 'Hour', step: 1 })
    const { requests, draw } = prepare(histogram(view, { ...names, measure: count('Count'), over }))

    const buckets = [0, 1].map((key) => ({ key, doc_count: key + 5 }))

    expect(requests[0]?.body['aggs']).toEqual({
      2: { histogram: { field: 'local.hour', interval: 1, min_doc_count: 0 } },
    })
    expect(draw([answer({ 2: { buckets } })])).toMatchObject({
      kind: 'table',
      columns: [{ label: 'Hour' }, { label: 'Count' }],
      rows: [
        [0, 5],
        [1, 6],
      ],
    })
  })
})

describe('a heatmap', () => {
  test('is a table with a column per place and a row per value', () => {
    const columns = stepsOf('local.hour', { label: 'Hour', step: 1 })
    const { requests, draw } = prepare(heatmap(view, { ...names, measure: count('Count'), columns, rows: channels })) // prettier-ignore
    const cell = (key: string, doc_count: number) => ({ buckets: [{ key, doc_count }] })

    expect(requests[0]?.body['aggs']).toMatchObject({
      2: { histogram: {}, aggs: { 3: { terms: { field: 'transaction.channel', size: 5 } } } },
    })
    expect(
      draw([
        answer({
          2: {
            buckets: [
              { key: 9, doc_count: 1, 3: cell('atm', 1) },
              { key: 8, doc_count: 2, 3: cell('online', 2) },
            ],
          },
        }),
      ]),
    ).toMatchObject({
      isShaded: true,
      columns: [{ label: 'Channel' }, { label: '8' }, { label: '9' }],
      rows: [
        ['atm', null, 1],
        ['online', 2, null],
      ],
    })
  })
})

describe('a pie', () => {
  const other = changed(
    pie(view, { ...names, measure: count('Count'), slices: channels }),
    (state) => state.replace('"otherBucket":false', '"otherBucket":true'),
  )

  test('is a table of its values, the rest among them', () => {
    const terms = { buckets: [{ key: 'atm', doc_count: 3 }], sum_other_doc_count: 6 }

    expect(prepare(other).draw([answer({ 2: terms })])).toMatchObject({
      rows: [
        ['atm', 3],
        ['Other', 6],
      ],
    })
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
