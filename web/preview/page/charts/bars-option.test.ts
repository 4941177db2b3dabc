import { describe, expect, test } from 'vitest'
import type { BarsPicture, BarsSeries } from '../../../../dashboards/panels/picture.ts'
import { barNarrowing, barsOption, barsTooltipRows, heightOfLying, isUpright } from './bars-option.ts' // prettier-ignore

const colours = { text: '#111', muted: '#555', line: '#ddd', panel: '#fff' }
const format = { decimalsMin: 0, decimalsMax: 2, unit: { kind: 'none' } } as const
const isParis = { kind: 'is', field: 'city', values: ['Paris'] } as const
const isSmall = { kind: 'is', field: 'band', values: ['small'] } as const

function bars(names: readonly string[], change: Partial<BarsSeries>[] = [{}]): BarsPicture {
  return {
    kind: 'bars',
    label: 'City',
    places: names.map((label) => ({
      label,
      narrowing: label === 'Other' ? null : [{ ...isParis, values: [label] }],
    })),
    axis: { label: 'Sum', format, minimum: 0, maximum: null, side: 'left' },
    series: change.map((one, position) => ({
      label: `s${position}`,
      narrowing: null,
      mark: 'bars',
      fill: 1,
      isStacked: false,
      values: names.map((_name, at) => at),
      ...one,
    })),
    hasLegend: true,
  }
}

describe('bars', () => {
  test.each([
    ['stand when their names are short', ['18–25', '26–35', '36–50'], 500, true],
    ['lie when they are long', ['Groceries and supermarkets', 'Restaurants'], 300, false],
    ['lie when they are many', Array.from({ length: 30 }, (_, at) => `${at}`), 2000, false],
  ])('%s', (_what, names, width, expected) => {
    expect(isUpright(bars(names), width)).toBe(expected)
  })

  test('always stand when a line joins them', () => {
    expect(isUpright(bars(['Groceries and supermarkets'], [{ mark: 'line' }]), 50)).toBe(true)
  })

  test('that lie begin at the top, and need height for each', () => {
    const many = bars(Array.from({ length: 30 }, (_, at) => `City ${at}`))

    const size = { width: 600, height: 640 }
    const option = barsOption(many, { colours, size, isMoving: false, isScrolled: true })

    expect(option.yAxis).toMatchObject({ type: 'category', inverse: true })
    expect(option.xAxis).toMatchObject({ type: 'value', position: 'top' })
    expect(heightOfLying(many)).toBeGreaterThanOrEqual(30 * 20)
  })

  test('narrow by place and series, by place alone, or not at all', () => {
    const picture = bars(['Paris', 'Other'], [{ narrowing: [isSmall] }, { narrowing: null }])

    expect(barNarrowing(picture, 0, 0)).toEqual([isParis, isSmall])
    expect(barNarrowing(picture, 0, 1)).toEqual([isParis])
    expect(barNarrowing(picture, 1, 0)).toBeNull()
  })

  test('that are stacked have a total', () => {
    const stacked = bars(['Paris', 'Lyon'], [{ isStacked: true }, { isStacked: true, values: [5, null] }]) // prettier-ignore
    const points = [0, 1].map((seriesIndex) => ({ seriesIndex, dataIndex: 0, color: '#111' }))

    const rows = barsTooltipRows(stacked, points)

    expect(rows.map(({ label, value }) => [label, value])).toEqual([['s1', 5], ['s0', 0], ['Total', 5]]) // prettier-ignore
  })
})
