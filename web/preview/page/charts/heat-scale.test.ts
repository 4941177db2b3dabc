import { describe, expect, test } from 'vitest'
import { heatScale, heatSteps, labelEvery } from './heat-scale.ts'

describe('heatScale', () => {
  test('begins at nothing and ends at the largest figure, in even steps', () => {
    const { maximum, minimum, stepOf } = heatScale([
      [70, null],
      [3, 21],
    ])

    expect([minimum, maximum]).toEqual([0, 70])
    expect([0, 9, 10, 35, 69, 70].map(stepOf)).toEqual([0, 0, 1, 3, 6, 6])
  })

  test('begins at the smallest when there are figures below nothing', () => {
    const { minimum, stepOf } = heatScale([[-70, 0]])

    expect(minimum).toBe(-70)
    expect([-70, 0].map(stepOf)).toEqual([0, heatSteps - 1])
  })

  test('has one colour when all is nothing', () => {
    expect(heatScale([[0, null]]).stepOf(0)).toBe(0)
    expect(heatScale([]).maximum).toBe(0)
  })
})

test.each([
  [14, 20, 1],
  [21, 20, 2],
  [70, 20, 4],
  [14, 0, 1],
])('labels of %i pixels, %i apart, stand at every %i-th', (labelPx, stepPx, expected) => {
  expect(labelEvery(labelPx, stepPx)).toBe(expected)
})
