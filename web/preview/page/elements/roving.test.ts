import { describe, expect, test } from 'vitest'
import { gridStep, listStep } from './roving.ts'

describe('listStep', () => {
  test.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 2, 0],
    ['ArrowUp', 0, 2],
    ['Home', 2, 0],
    ['End', 0, 2],
    ['a', 1, undefined],
  ])('leads with %s from %i of three to %s, round its ends', (key, at, expected) => {
    expect(listStep(key, at, 3)).toBe(expected)
  })

  test('begins with the first or last when none has the focus', () => {
    expect([listStep('ArrowDown', -1, 3), listStep('ArrowUp', 0, 3)]).toEqual([0, 2])
  })
})

describe('gridStep', () => {
  const size = { rows: 2, columns: 3 }

  test.each([
    ['ArrowRight', { row: 0, column: 0 }, { row: 0, column: 1 }],
    ['ArrowRight', { row: 0, column: 2 }, { row: 0, column: 2 }],
    ['ArrowLeft', { row: 1, column: 0 }, { row: 1, column: 0 }],
    ['ArrowDown', { row: 0, column: 1 }, { row: 1, column: 1 }],
    ['ArrowDown', { row: 1, column: 1 }, { row: 1, column: 1 }],
    ['ArrowUp', { row: 1, column: 1 }, { row: 0, column: 1 }],
    ['Home', { row: 1, column: 2 }, { row: 1, column: 0 }],
    ['End', { row: 1, column: 0 }, { row: 1, column: 2 }],
    ['Enter', { row: 1, column: 0 }, undefined],
  ])('leads with %s from %j to %j, and ends at its edges', (key, from, expected) => {
    expect(gridStep(key, from, size)).toEqual(expected)
  })
})
