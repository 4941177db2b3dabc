import { describe, expect, test } from 'vitest'
import { answer, changed, narrowingTo, prepare } from '../../test/one-panel.ts'
import { stepsOf, valuesOf } from '../builders/bucket.ts'
import { histogram } from '../builders/chart.ts'
import { heatmap } from '../builders/heatmap.ts'
import { count } from '../builders/measure.ts'
import { pie } from '../builders/pie.ts'
import { transactionsView as view } from '../data-views.ts'

const names = { id: 'x', title: 'X' }
const channels = valuesOf('transaction.channel', { label: 'Channel', size: 5 })

describe('a chart along another axis', () => {
  const hours = stepsOf('local.hour', { label: 'Hour', step: 1 })

  test('has a place per step, with those that nothing is in', () => {
    const { requests, draw } = prepare(
      histogram(view, { ...names, measure: count('Count'), over: hours }),
    )
    const buckets = [3, 1].map((key) => ({ key, doc_count: key + 5 }))

    expect(requests[0]?.body['aggs']).toEqual({
      2: { histogram: { field: 'local.hour', interval: 1, min_doc_count: 0 } },
    })
    expect(draw([answer({ 2: { buckets } })])).toMatchObject({
      kind: 'bars',
      label: 'Hour',
      axis: { label: 'Count', format: { decimalsMax: 0 } },
      places: [
        { label: '1', narrowing: [{ kind: 'range', field: 'local.hour', from: 1, to: 2 }] },
        { label: '2', narrowing: [{ kind: 'range', field: 'local.hour', from: 2, to: 3 }] },
        { label: '3' },
      ],
      series: [{ label: 'Count', narrowing: null, mark: 'bars', values: [6, 0, 8] }],
      hasLegend: false,
    })
  })

  test('leaves out what nothing is in where there are more than 200 steps', () => {
    const panel = histogram(view, { ...names, measure: count('Count'), over: hours })
    const buckets = [0, 200].map((key) => ({ key, doc_count: 1 }))

    expect(prepare(panel).draw([answer({ 2: { buckets } })])).toMatchObject({
      places: [{ label: '0' }, { label: '200' }],
    })
  })

  test('has a series per value of its split, in the order that it asks for', () => {
    const bands = valuesOf('transaction.amount_band', { label: 'Band', size: 3, isInOrder: true })
    const panel = histogram(view, {
      ...names,
      measure: count('Count'),
      over: channels,
      split: bands,
    })
    const split = (...found: [string, number][]) => ({
      buckets: found.map(([key, doc_count]) => ({ key, doc_count })),
    })

    const picture = prepare(panel).draw([
      answer({
        2: {
          buckets: [
            { key: 'online', doc_count: 4, 3: split(['2 more', 4]) },
            { key: 'atm', doc_count: 3, 3: split(['1 few', 1], ['2 more', 2]) },
          ],
        },
      }),
    ])

    expect(picture).toMatchObject({
      kind: 'bars',
      places: [{ label: 'Online' }, { label: 'ATM' }],
      series: [
        {
          label: '1 few',
          isStacked: true,
          narrowing: narrowingTo('transaction.amount_band', '1 few'),
          values: [0, 1],
        },
        { label: '2 more', values: [4, 2] },
      ],
      hasLegend: true,
    })
  })

  test('has several figures, an average of nothing being none', () => {
    const panel = changed(
      histogram(view, { ...names, measure: count('Count'), over: channels }),
      (state) =>
        state.replace(
          '"aggs":[',
          '"aggs":[{"id":"9","enabled":true,"type":"avg","schema":"metric","params":{"field":"transaction.amount_eur","customLabel":"Average"}},',
        ),
    )
    const buckets = [{ key: 'atm', doc_count: 2, 9: { value: null } }]

    expect(prepare(panel).draw([answer({ 2: { buckets } })])).toMatchObject({
      axis: { label: '' },
      series: [
        { label: 'Average', values: [null] },
        { label: 'Count', values: [2] },
      ],
    })
  })
})

describe('a heatmap', () => {
  test('has a column per step and a row per value, and a cell where something is', () => {
    const columns = stepsOf('local.hour', { label: 'Hour', step: 1 })
    const rows = valuesOf('local.weekday', { label: 'Day', size: 7, isInOrder: true })
    const { requests, draw } = prepare(heatmap(view, { ...names, measure: count('Count'), columns, rows })) // prettier-ignore
    const cell = (key: string, doc_count: number) => ({ buckets: [{ key, doc_count }] })

    expect(requests[0]?.body['aggs']).toMatchObject({
      2: { histogram: {}, aggs: { 3: { terms: { field: 'local.weekday', size: 7 } } } },
    })
    expect(
      draw([
        answer({
          2: {
            buckets: [
              { key: 9, doc_count: 1, 3: cell('7 Sun', 1) },
              { key: 7, doc_count: 2, 3: cell('1 Mon', 2) },
            ],
          },
        }),
      ]),
    ).toMatchObject({
      kind: 'heatmap',
      label: 'Count',
      columnLabel: 'Hour',
      columns: [{ label: '7' }, { label: '8' }, { label: '9' }],
      rowLabel: 'Day',
      rows: [{ label: 'Mon', narrowing: narrowingTo('local.weekday', '1 Mon') }, { label: 'Sun' }], // prettier-ignore
      cells: [
        [2, null, null],
        [null, null, 1],
      ],
    })
  })
})

describe('a pie', () => {
  const other = changed(
    pie(view, { ...names, measure: count('Count'), slices: channels }),
    (state) =>
      state
        .replace('"otherBucket":false', '"otherBucket":true')
        .replace('"missingBucket":false', '"missingBucket":true'),
  )

  test('has a slice per value, for what has none, and for the rest', () => {
    const terms = {
      buckets: [
        { key: 'Other', doc_count: 3 },
        { key: '__missing__', doc_count: 2 },
      ],
      sum_other_doc_count: 6,
    }

    expect(prepare(other).draw([answer({ 2: terms })])).toEqual({
      kind: 'pie',
      label: 'Count',
      format: { decimalsMin: 0, decimalsMax: 0, unit: { kind: 'none' } },
      isDonut: true,
      slices: [
        { label: 'Other', value: 3, narrowing: narrowingTo('transaction.channel', 'Other') },
        {
          label: 'Missing',
          value: 2,
          narrowing: [{ kind: 'missing', field: 'transaction.channel' }],
        },
        { label: 'Other', value: 6, narrowing: null },
      ],
    })
  })
})
