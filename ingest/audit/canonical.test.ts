import { describe, expect, it } from 'vitest'
import { hashOf, isSame } from './canonical.ts'

describe('the same document', () => {
  it('is the same whatever the order of its fields', () => {
    const one = { a: 1, b: { c: [1, 2], d: null } }
    const other = { b: { d: null, c: [1, 2] }, a: 1 }

    expect(hashOf(one)).toBe(hashOf(other))
    expect(isSame(one, JSON.stringify(other))).toBe(true)
  })

  it.each([
    ['another value', { a: 2 }],
    ['another type', { a: '1' }],
    ['a field more', { a: 1, b: 1 }],
    ['a list', [1]],
  ])('is not one with %s', (_, other) => {
    expect(hashOf({ a: 1 })).not.toBe(hashOf(other))
    expect(isSame({ a: 1 }, JSON.stringify(other))).toBe(false)
  })

  it('is not one with its list in another order', () => {
    expect(hashOf({ a: [1, 2] })).not.toBe(hashOf({ a: [2, 1] }))
    expect(isSame({ a: [1, 2] }, '{"a":[2,1]}')).toBe(false)
  })
})
