import { describe, expect, test } from 'vitest'
import type { Narrowing } from '../../../../dashboards/panels/filter.ts'
import type { ChartSeries, NumberFormat, Picture } from '../../../../dashboards/panels/picture.ts'
import { pictureFigures } from './picture-figures.ts'

const plain: NumberFormat = { decimalsMin: 0, decimalsMax: 2, unit: { kind: 'none' } }
const euros: NumberFormat = { ...plain, unit: { kind: 'currency', code: 'EUR' } }
const axis = { label: 'Sum', format: euros, minimum: 0, maximum: null, side: 'left' } as const

function to(field: string, value: string): Narrowing {
  return [{ kind: 'is', field, values: [value] }]
}

function series(label: string, points: ChartSeries['points']): ChartSeries {
  const look = { mark: 'line', width: 2, fill: 0, isStacked: false, isStepped: false } as const
  return { label, points, axis: 0, ...look }
}

function head(picture: Picture): string[] | undefined {
  return pictureFigures(picture)?.columns.map(({ label }) => label)
}

describe('pictureFigures', () => {
  test('of figures are one row under their names, each in its format', () => {
    const picture: Picture = {
      kind: 'figures',
      figures: [
        { label: 'Transactions', value: 12, format: plain },
        { label: 'Sum', value: null, format: euros },
      ],
    }

    expect(pictureFigures(picture)).toEqual({
      kind: 'table',
      columns: [
        { label: 'Transactions', kind: 'number', format: plain },
        { label: 'Sum', kind: 'number', format: euros },
      ],
      rows: [[12, null]],
    })
  })

  test('of a chart are a row for every time that any series has', () => {
    const narrowing = to('outcome', 'declined')
    const picture: Picture = {
      kind: 'chart',
      fromMs: 0,
      toMs: 3000,
      intervalMs: 1000,
      axes: [axis],
      series: [
        series('all', [[1000, 7], [2000, null]]), // prettier-ignore
        { ...series('declined', [[0, 0.1]]), narrowing }, // prettier-ignore
      ],
      hasLegend: true,
    }

    expect(head(picture)).toEqual(['Time', 'all', 'declined'])
    expect(pictureFigures(picture)).toMatchObject({
      rows: [
        [0, null, 0.1],
        [1000, 7, null],
        [2000, null, null],
      ],
      narrowings: [
        [null, null, narrowing],
        [null, null, narrowing],
        [null, null, narrowing],
      ],
    })
  })

  test('of a series that is drawn twice are there once', () => {
    const bars = { ...series('all', [[0, 7]]), mark: 'bars' } as const
    const others = series('all', [[0, 8]])
    const chart = { kind: 'chart', fromMs: 0, toMs: 1, intervalMs: 1, axes: [axis] } as const
    const twice = [bars, { ...bars, mark: 'line' } as const, others]

    expect(head({ ...chart, series: twice, hasLegend: true })).toEqual(['Time', 'all', 'all'])
  })

  test('of bars narrow by place, and by place and series', () => {
    const picture: Picture = {
      kind: 'bars',
      label: 'City',
      places: [
        { label: 'Paris', narrowing: to('city', 'Paris') },
        { label: 'Other', narrowing: null },
      ],
      axis,
      series: [
        { label: 'small', narrowing: to('band', 'small'), mark: 'bars', fill: 1, isStacked: true, values: [3, null] }, // prettier-ignore
      ],
      hasLegend: true,
    }

    expect(pictureFigures(picture)).toEqual({
      kind: 'table',
      columns: [
        { label: 'City', kind: 'text' },
        { label: 'small', kind: 'number', format: euros },
      ],
      rows: [
        ['Paris', 3],
        ['Other', null],
      ],
      narrowings: [
        [to('city', 'Paris'), [...to('city', 'Paris'), ...to('band', 'small')]],
        [null, null],
      ],
    })
  })

  test('of a pie are all slices with their shares, exactly', () => {
    const values = Array.from({ length: 20 }, (_, position) => position)
    const picture: Picture = {
      kind: 'pie',
      label: 'Sum',
      format: euros,
      isDonut: true,
      slices: values.map((value) => ({ label: `s${value}`, narrowing: null, value })),
    }

    const table = pictureFigures(picture)

    expect(table?.rows).toHaveLength(20)
    expect(table?.rows[19]).toEqual(['s19', 19, 19 / 190])
  })

  test('of a heatmap are a row for each of its rows', () => {
    const picture: Picture = {
      kind: 'heatmap',
      label: 'Transactions',
      format: plain,
      columnLabel: 'Hour',
      columns: [
        { label: '0', narrowing: to('hour', '0') },
        { label: '1', narrowing: null },
      ],
      rowLabel: 'Weekday',
      rows: [{ label: 'Mon', narrowing: to('day', 'Mon') }],
      cells: [[1204, null]],
    }

    expect(head(picture)).toEqual(['Weekday', '0', '1'])
    expect(pictureFigures(picture)).toMatchObject({
      rows: [['Mon', 1204, null]],
      narrowings: [[to('day', 'Mon'), [...to('day', 'Mon'), ...to('hour', '0')], null]],
    })
  })

  test.each<Picture>([
    { kind: 'table', columns: [], rows: [] },
    { kind: 'text', blocks: [] },
    { kind: 'controls', controls: [] },
    { kind: 'empty', reason: 'Nothing.' },
    { kind: 'failure', reason: 'No field.', action: 'Verify.' },
  ])('of $kind are none', (picture) => {
    expect(pictureFigures(picture)).toBeUndefined()
  })
})
