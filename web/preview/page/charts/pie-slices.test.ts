import { describe, expect, test } from 'vitest'
import type { PiePicture } from '../../../../dashboards/panels/picture.ts'
import { drawnSlices, totalOf } from './pie-slices.ts'

function pie(values: readonly (number | null)[]): PiePicture {
  return {
    kind: 'pie',
    label: 'Transactions',
    format: { decimalsMin: 0, decimalsMax: 0, unit: { kind: 'none' } },
    isDonut: true,
    slices: values.map((value, position) => ({
      label: `s${position}`,
      narrowing: [{ kind: 'is', field: 'f', values: [position] }],
      value,
    })),
  }
}

describe('drawnSlices', () => {
  test('are each with its share of the whole', () => {
    const shares = drawnSlices(pie([30, 10, null])).map(({ share }) => share)

    expect(shares).toEqual([0.75, 0.25, 0])
  })

  test('have no share of nothing', () => {
    expect(drawnSlices(pie([0, null])).map(({ share }) => share)).toEqual([null, null])
  })

  test('are twelve at most: the smaller ones are one that cannot be chosen', () => {
    const values = [1, 2, ...Array.from({ length: 11 }, (_, position) => 100 - position)]

    const slices = drawnSlices(pie(values))

    expect(slices).toHaveLength(12)
    expect(slices.at(-1)).toMatchObject({ label: 'Other', narrowing: null, value: 3 })
    expect(slices.slice(0, 2).map(({ label }) => label)).toEqual(['s2', 's3'])
    expect(slices.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(
      totalOf(pie(values).slices),
    )
  })

  test('are all there when they are twelve', () => {
    const values = Array.from({ length: 12 }, (_, position) => position + 1)

    expect(drawnSlices(pie(values)).map(({ label }) => label)).not.toContain('Other')
  })
})
