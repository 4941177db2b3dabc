import { describe, expect, test } from 'vitest'
import type { ChartPicture, ChartSeries } from '../../../../dashboards/panels/picture.ts'
import { tooltipRows } from './chart-tooltip.ts'

const format = { decimalsMin: 0, decimalsMax: 2, unit: { kind: 'none' } } as const
const axis = { label: '', format, minimum: 0, maximum: null, side: 'left' } as const

function series(
  label: string,
  value: number | null,
  change: Partial<ChartSeries> = {},
): ChartSeries {
  // prettier-ignore
  const look = { mark: 'bars', width: 0, fill: 1, isStacked: true, isStepped: false } as const
  return { label, axis: 0, points: [[0, value]], ...look, ...change }
}

function rows(...all: readonly ChartSeries[]): (readonly [string, number | null])[] {
  const picture: ChartPicture = {
    kind: 'chart',
    fromMs: 0,
    toMs: 1000,
    intervalMs: 1000,
    axes: [axis],
    series: all,
    hasLegend: true,
  }
  const points = all.map((_one, seriesIndex) => ({ seriesIndex, dataIndex: 0, color: '#111' }))
  return tooltipRows(picture, points).map(({ label, value }) => [label, value])
}

describe('tooltipRows', () => {
  test('are sorted as the stack is, with its total', () => {
    expect(rows(series('low', 1), series('high', 2))).toEqual([
      ['high', 2],
      ['low', 1],
      ['Total', 3],
    ])
  })

  test('have what is not stacked below, in its order', () => {
    const line = { mark: 'line', isStacked: false } as const

    expect(
      rows(
        series('average', 9, line),
        series('low', 1),
        series('high', null),
        series('band', 4, line),
      ),
    ).toEqual([
      // prettier-ignore
      ['high', null],
      ['low', 1],
      ['Total', 1],
      ['average', 9],
      ['band', 4],
    ])
  })

  test('have no total of one, or of two stacks', () => {
    expect(rows(series('low', 1))).toEqual([['low', 1]])
    expect(rows(series('low', 1), series('area', 2, { mark: 'line' })).map(([label]) => label)).toEqual(['area', 'low']) // prettier-ignore
  })
})
