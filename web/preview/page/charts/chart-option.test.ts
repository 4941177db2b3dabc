import { describe, expect, test } from 'vitest'
import type { ChartPicture, ChartSeries } from '../../../../dashboards/panels/picture.ts'
import { timeAxis, valueAxis } from './axis-option.ts'
import { chartOption, isSuccessor } from './chart-option.ts'

const hourMs = 3_600_000
const colours = { text: '#111', muted: '#555', line: '#ddd', panel: '#fff' }
const size = { width: 800, height: 300 }
const format = { decimalsMin: 0, decimalsMax: 2, unit: { kind: 'none' } } as const
const axis = { label: '', format, minimum: 0, maximum: null, side: 'left' } as const

function series(change: Partial<ChartSeries> = {}): ChartSeries {
  return {
    label: 'all',
    mark: 'line',
    width: 2,
    fill: 0,
    isStacked: false,
    isStepped: false,
    axis: 0,
    points: [
      [0, 1],
      [hourMs, null],
    ],
    ...change,
  }
}

function picture(...drawn: readonly ChartSeries[]): ChartPicture {
  return {
    kind: 'chart',
    fromMs: 0,
    toMs: 24 * hourMs,
    intervalMs: hourMs,
    axes: [axis],
    series: drawn,
    hasLegend: true,
  }
}

function drawn(chart: ChartPicture): Record<string, unknown>[] {
  const option = chartOption(chart, { colours, size, isMoving: false })
  return option.series as Record<string, unknown>[]
}

describe('chartOption', () => {
  test('keeps nulls, and puts bars in the middle of their interval', () => {
    const [line, bars] = drawn(picture(series(), series({ mark: 'bars' })))

    expect(line?.['data']).toEqual([[0, 1], [hourMs, null]]) // prettier-ignore
    expect(bars?.['data']).toEqual([[hourMs / 2, 1], [1.5 * hourMs, null]]) // prettier-ignore
  })

  test('knows series of the same name apart, whatever their figures', () => {
    const ids = drawn(picture(series(), series(), series({ mark: 'bars' }))).map(({ id }) => id)

    expect(new Set(ids).size).toBe(3)
    expect(drawn(picture(series({ points: [] })))[0]?.['id']).toBe(ids[0])
  })

  test('stacks what stands on the same axis and is drawn alike', () => {
    const stacked = { isStacked: true, mark: 'bars' } as const
    const stacks = drawn(picture(series(stacked), series(stacked), series({ isStacked: true }), series())) // prettier-ignore

    expect(stacks.map(({ stack }) => stack)).toEqual(['bars 0', 'bars 0', 'line 0', undefined])
  })

  test('shares the width of an interval among bars that stand beside each other', () => {
    const alone = drawn(picture(series({ mark: 'bars' })))[0]?.['barWidth']
    const pair = drawn(picture(series({ mark: 'bars' }), series({ mark: 'bars' })))
    const stack = drawn(picture(series({ mark: 'bars', isStacked: true }), series({ mark: 'bars', isStacked: true }))) // prettier-ignore

    expect(pair.map(({ barWidth }) => barWidth)).toEqual([Number(alone) / 2, Number(alone) / 2])
    expect(stack[0]?.['barWidth']).toBe(alone)
  })

  test('fades an area that stands alone, and none that is stacked or hangs below nothing', () => {
    const area = series({ fill: 0.5, colour: '#2F6FD6' })
    const below = { ...area, points: [[0, -1]] } as const
    const areas = drawn(picture(area, { ...area, isStacked: true }, below))

    expect(areas.map(({ areaStyle }) => areaStyle)).toEqual([
      { opacity: 0.5, color: expect.objectContaining({ type: 'linear' }) as unknown },
      { opacity: 0.5 },
      { opacity: 0.5 },
    ])
  })

  test('leaves lines that are 0 throughout unseen beside others, and one of them where all are', () => {
    const nothing = (label: string) => series({ label, points: [[0, 0], [1, null]] }) // prettier-ignore
    const seen = (...all: readonly ChartSeries[]) =>
      drawn(picture(...all)).filter(({ lineStyle }) => (lineStyle as { opacity?: number }).opacity !== 0) // prettier-ignore

    expect(seen(nothing('a'), series({ label: 'b' }), nothing('c'))).toMatchObject([{ name: 'b' }])
    expect(seen(nothing('a'), nothing('b'))).toMatchObject([{ name: 'a' }])
  })

  test('moves figures within 300 ms, and not when it draws them first', () => {
    const option = chartOption(picture(series()), { colours, size, isMoving: true })

    expect(option).toMatchObject({
      animation: true,
      animationDuration: 0,
      animationDurationUpdate: 300,
    })
    expect(chartOption(picture(), { colours, size, isMoving: false }).animation).toBe(false)
  })
})

describe('isSuccessor', () => {
  const before = picture(series())
  const shifted = (ms: number) => ({
    ...before,
    fromMs: before.fromMs + ms,
    toMs: before.toMs + ms,
  })

  test('is what the same chart shows a little later', () => {
    expect(isSuccessor(shifted(5000), before)).toBe(true)
  })

  test.each([
    ['nothing', before, undefined],
    ['another interval', { ...before, intervalMs: 1 }, before],
    ['another period', shifted(20 * hourMs), before],
  ] as const)('is not what comes after %s', (_what, after, earlier) => {
    expect(isSuccessor(after, earlier)).toBe(false)
  })
})

describe('axes', () => {
  test('have as many times as there is room for', () => {
    const span = { fromMs: 0, toMs: 24 * hourMs }
    const count = (width: number) => timeAxis(span, width, colours).axisLabel.customValues.length

    expect(count(300)).toBeGreaterThan(1)
    expect(count(300)).toBeLessThanOrEqual(6)
    expect(count(1400)).toBeGreaterThan(count(300))
  })

  test('of lengths of time are labelled in steps that people count in, by what is shown', () => {
    const lasting = { ...axis, format: { ...format, unit: { kind: 'duration', ms: 1 } } } as const
    const halfMinute = { isStacked: true, points: [[0, 30_000]] } as const
    const chart = {
      ...picture(series(halfMinute), series({ ...halfMinute, label: 'other' })),
      axes: [lasting],
    }
    const stepWithout = (...hidden: string[]) =>
      chartOption(chart, { colours, size, isMoving: false, hidden: new Set(hidden) }).yAxis

    expect(stepWithout()).toMatchObject([{ interval: 15_000, max: 60_000 }])
    expect(stepWithout('other')).toMatchObject([{ interval: 10_000 }])
  })

  test('have fewer figures where there is little height', () => {
    const splits = [120, 250, 900].map((height) => valueAxis(axis, { width: 1, height }, colours, 1).splitNumber) // prettier-ignore

    expect(splits).toEqual([2, 5, 5])
  })
})
