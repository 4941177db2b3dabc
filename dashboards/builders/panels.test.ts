import { describe, expect, test } from 'vitest'
import { transactionsView as view, workersView } from '../data-views.ts'
import { type SavedObject } from '../saved-object.ts'
import { filteredBy, rangesOf, stepsOf, valuesOf } from './bucket.ts'
import { line } from './chart.ts'
import { dashboard, row } from './dashboard.ts'
import { isTrue, not } from './filter.ts'
import { heatmap } from './heatmap.ts'
import { markdown } from './markdown.ts'
import { count, sum } from './measure.ts'
import { savedSearch } from './saved-search.ts'
import { table } from './table.ts'
import { percentile, timeSeries } from './time-series.ts'

const names = { id: 'x', title: 'X' }
const transactions = count('Transactions')

interface State {
  readonly params: Readonly<Record<string, unknown>>
  readonly aggs: readonly { type: string; schema: string; id: string; params: object }[]
}

function stateOf({ attributes }: SavedObject): State {
  return JSON.parse(String(attributes['visState'])) as State
}

describe('a table', () => {
  test('of several rows orders them by its first measure, and can show shares of it', () => {
    const abroad = isTrue(view, 'transaction.is_foreign')

    const object = table(view, {
      ...names,
      rows: [
        valuesOf('counterpart.bank', { label: 'Bank', size: 10 }),
        filteredBy({ Abroad: abroad, 'At home': not(abroad) }),
      ],
      measures: [transactions, sum('transaction.amount_eur', 'EUR')],
      hasShares: true,
    })

    const { params, aggs } = stateOf(object)
    expect(params['percentageCol']).toBe('Transactions')
    expect(aggs.map(({ id, type, schema }) => [id, type, schema])).toEqual([
      ['1', 'count', 'metric'],
      ['2', 'sum', 'metric'],
      ['3', 'terms', 'bucket'],
      ['4', 'filters', 'bucket'],
    ])
    expect(aggs[2]?.params).toMatchObject({ orderBy: '1', order: 'desc', size: 10 })
    expect(aggs[3]?.params).toEqual({
      filters: [
        { label: 'Abroad', input: { query: 'transaction.is_foreign:true', language: 'lucene' } },
        {
          label: 'At home',
          input: { query: '(*:* AND NOT transaction.is_foreign:true)', language: 'lucene' },
        },
      ],
    })
  })
})

describe('a heatmap', () => {
  test('has hours along it and weekdays in their own order', () => {
    const object = heatmap(view, {
      ...names,
      measure: transactions,
      columns: stepsOf('local.hour', { label: 'Hour', step: 1 }),
      rows: valuesOf('local.weekday', { label: 'Weekday', size: 7, isInOrder: true }),
    })

    const [, hours, weekdays] = stateOf(object).aggs
    expect(hours).toMatchObject({ type: 'histogram', params: { field: 'local.hour', interval: 1 } })
    expect(weekdays).toMatchObject({ schema: 'group', params: { orderBy: '_key', order: 'asc' } })
  })
})

describe('a chart', () => {
  test('goes over time, or over what it is told', () => {
    const ranges = rangesOf('transaction.amount_eur', { label: 'EUR', ranges: [{ to: 10 }] })

    const typeOf = (object: SavedObject) => stateOf(object).aggs[1]
    const overTime = typeOf(line(view, { ...names, measure: transactions }))
    const overRanges = typeOf(line(view, { ...names, measure: transactions, over: ranges }))

    expect(overTime).toMatchObject({ type: 'date_histogram', params: { field: '@timestamp' } })
    expect(overRanges).toMatchObject({ type: 'range', params: { ranges: [{ to: 10 }] } })
  })
})

describe('TSVB lines', () => {
  test('name their index and filter, and are a series each', () => {
    const object = timeSeries(view, {
      ...names,
      filter: isTrue(view, 'transaction.is_foreign'),
      unit: 'EUR',
      lines: [50, 99].map((percent) => ({
        measure: percentile('transaction.amount_eur', percent, `p${percent}`),
        colour: '#000000',
      })),
    })

    const { params } = stateOf(object)
    expect(object.references).toEqual([])
    expect(params).toMatchObject({
      type: 'timeseries',
      index_pattern: 'tally-transactions',
      filter: { query: 'transaction.is_foreign:true', language: 'lucene' },
      series: [
        { metrics: [{ type: 'percentile', percentiles: [{ value: 50 }] }] },
        { metrics: [{ type: 'percentile', percentiles: [{ value: 99 }] }] },
      ],
    })
  })
})

describe('a saved search', () => {
  test('shows the newest documents first', () => {
    const { type, attributes, references, migrationVersion } = savedSearch(view, {
      ...names,
      columns: ['customer.id'],
    })

    expect([type, migrationVersion]).toEqual(['search', { search: '7.9.3' }])
    expect(attributes).toMatchObject({ columns: ['customer.id'], sort: [['@timestamp', 'desc']] })
    expect(references.map(({ id }) => id)).toEqual(['tally-transactions'])
  })
})

describe('a dashboard', () => {
  test('puts rows below each other and their panels side by side', () => {
    const panel = (id: string) => markdown({ id, title: id, text: id })

    const { objects } = dashboard({
      ...names,
      question: 'Where?',
      from: 'now-1h',
      refreshSeconds: 5,
      rows: [row(3, [panel('a'), 40], [panel('b'), 8]), row(5, [panel('c'), 48])],
    })

    const text = String(objects.at(-1)?.attributes['panelsJSON'])
    const places = (JSON.parse(text) as { gridData: object }[]).map(({ gridData }) => gridData)
    expect(places).toEqual([
      { x: 0, y: 0, w: 40, h: 3, i: '1' },
      { x: 40, y: 0, w: 8, h: 3, i: '2' },
      { x: 0, y: 3, w: 48, h: 5, i: '3' },
    ])
  })
})

describe('a data view', () => {
  test('formats durations, bytes and shares by their units', () => {
    const formats = JSON.parse(String(workersView.object.attributes['fieldFormatMap'])) as object

    expect(formats).toMatchObject({
      'checkpoint.age_ms': { id: 'duration', params: { inputFormat: 'milliseconds' } },
      'process.rss_bytes': { id: 'bytes' },
      'cache.hit_share': { id: 'percent' },
    })
    expect(formats).not.toHaveProperty('kafka.lag')
  })
})
