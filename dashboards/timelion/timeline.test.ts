import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Point } from '../panels/picture.ts'
import { fitPoints } from './fit.ts'
import { parseOffset, timelineOf } from './timeline.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const noonMs = Date.UTC(2026, 10, 21, 12)

function period(spanMs: number, toMs = noonMs) {
  return { fromMs: toMs - spanMs, toMs, zone: 'UTC' }
}

function iso(timeMs: number | undefined): string {
  return new Date(timeMs ?? Number.NaN).toISOString()
}

describe('timelineOf', () => {
  test.each([
    [15 * 60_000, '1s'],
    [hourMs, '30s'],
    [24 * hourMs, '5m'],
    [7 * dayMs, '1h'],
    [30 * dayMs, '3h'],
    [90 * dayMs, '12h'],
    [1000 * dayMs, '24h'],
  ])('chooses for %i ms the interval that Kibana chooses: %s', (spanMs, interval) => {
    expect(timelineOf(period(spanMs), 'auto').interval.expression).toBe(interval)
  })

  test('begins with the unit that the period begins in and ends before its end', () => {
    const { times } = timelineOf(period(7 * dayMs, noonMs + 17 * 60_000), 'auto')

    expect(times).toHaveLength(169)
    expect(iso(times[0])).toBe('2026-11-14T12:00:00.000Z')
    expect(iso(times.at(-1))).toBe('2026-11-21T12:00:00.000Z')
  })

  test('counts months by the calendar', () => {
    const { times } = timelineOf(period(100 * dayMs), '1M')

    expect(times.map(iso)).toEqual([
      '2026-08-01T00:00:00.000Z',
      '2026-09-01T00:00:00.000Z',
      '2026-10-01T00:00:00.000Z',
      '2026-11-01T00:00:00.000Z',
    ])
  })

  test('allows 2000 buckets and no more', () => {
    expect(timelineOf(period(2000 * 1000), '1s').times).toHaveLength(2000)
    expect(() => timelineOf(period(2001 * 1000), '1s')).toThrow('makes 2001 buckets')
  })
})

describe('parseOffset', () => {
  test.each([
    ['-1w', '2026-11-13T12:00:00.000Z'],
    ['+1d', '2026-11-21T12:00:00.000Z'],
    ['-1M', '2026-10-20T12:00:00.000Z'],
    ['-1y', '2025-11-20T12:00:00.000Z'],
    ['timerange:-2', '2026-11-18T12:00:00.000Z'],
  ])('moves the period by %s', (text, from) => {
    const shown = period(dayMs)

    const { fromMs, toMs } = parseOffset(text, shown).shiftPeriod(shown)

    expect(iso(fromMs)).toBe(from)
    expect(toMs - fromMs).toBeGreaterThanOrEqual(dayMs)
  })

  test.each(['1w', '-w', '-1q', 'timerange:1', 'yesterday', ''])('refuses %j', (text) => {
    expect(() => parseOffset(text, period(dayMs))).toThrow('expected an offset such as -1w')
  })

  test('shows a point of the other period under the time of this one', () => {
    const { shiftBack } = parseOffset('-1w', period(dayMs))

    expect(iso(shiftBack(noonMs - 7 * dayMs))).toBe(iso(noonMs))
  })
})

describe('fitPoints', () => {
  test.each<[string, Point[], number[], (number | null)[]]>([
    [
      'the same times',
      [
        [0, 1],
        [10, 2],
      ],
      [0, 10],
      [1, 2],
    ],
    [
      'times a little off',
      [
        [0, 1],
        [10, 2],
        [20, 3],
      ],
      [3, 13, 23],
      [1, 2, 3],
    ],
    [
      'the later of two equally near',
      [
        [0, 1],
        [10, 2],
      ],
      [5],
      [2],
    ],
    [
      'fewer times than points',
      [
        [0, 1],
        [10, 2],
        [20, 3],
      ],
      [0, 20],
      [1, 3],
    ],
    ['more times than points', [[0, 1]], [0, 10], [1, 1]],
    ['no points', [], [0, 10], [null, null]],
  ])('gives each time a figure: %s', (_what, points, times, expected) => {
    expect(fitPoints(points, times, 'nearest')).toEqual(
      times.map((time, index) => [time, expected[index]]),
    )
  })

  test('keeps every figure where points and times are the same', () => {
    const points = fc.array(fc.integer(), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(points, (values) => {
        const same = values.map((value, index): Point => [index * 60, value])

        expect(
          fitPoints(
            same,
            same.map(([time]) => time),
            'nearest',
          ),
        ).toEqual(same)
      }),
    )
  })
})
