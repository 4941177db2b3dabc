import { describe, expect, it } from 'vitest'
import { compareDocuments } from './compare-with-fold.ts'

describe('the comparison of documents', () => {
  it('names what is missing, unexpected and different', () => {
    const expected = new Map([
      ['a', { count: 1 }],
      ['b', { count: 2 }],
      ['c', { count: 3 }],
    ])
    const found = new Map([
      ['b', { count: 2 }],
      ['c', { count: 4 }],
      ['d', { count: 5 }],
    ])

    expect(compareDocuments(expected, found)).toEqual({
      documents: 3,
      missing: ['a'],
      unexpected: ['d'],
      different: ['c'],
    })
  })
})
