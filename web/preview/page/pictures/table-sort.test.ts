import { describe, expect, test } from 'vitest'
import type { TablePicture } from '../../../../dashboards/panels/picture.ts'
import { nextSort, sortedRows } from './table-sort.ts'

const plain = { decimalsMin: 0, decimalsMax: 0, unit: { kind: 'none' } } as const
const table: TablePicture = {
  kind: 'table',
  columns: [
    { label: 'City', kind: 'text' },
    { label: 'Count', kind: 'number', format: plain },
  ],
  rows: [
    ['Zürich', 5],
    ['Ålborg', null],
    ['band 10', 70],
    ['band 9', -3],
  ],
}

describe('nextSort', () => {
  test('goes from the largest figure over the smallest to none', () => {
    const first = nextSort(undefined, 1, table)
    const second = nextSort(first, 1, table)

    expect([first?.direction, second?.direction]).toEqual(['descending', 'ascending'])
    expect(nextSort(second, 1, table)).toBeUndefined()
  })

  test('begins with A for words, and anew for another column', () => {
    const sort = nextSort({ column: 1, direction: 'descending' }, 0, table)

    expect(sort).toEqual({ column: 0, direction: 'ascending' })
  })
})

describe('sortedRows', () => {
  test('stay as they came without a sort', () => {
    expect(sortedRows(table, undefined)).toEqual([0, 1, 2, 3])
  })

  test.each([
    ['descending', [2, 0, 3, 1]],
    ['ascending', [3, 0, 2, 1]],
  ] as const)('put what has no figure last: %s', (direction, expected) => {
    expect(sortedRows(table, { column: 1, direction })).toEqual(expected)
  })

  test('sort words as the reader does, and numbers in words as numbers', () => {
    const sort = { column: 0, direction: 'ascending' } as const

    expect(sortedRows(table, sort, 'en')).toEqual([1, 3, 2, 0])
    expect(sortedRows(table, sort, 'da')).toEqual([3, 2, 0, 1])
  })
})
