import { describe, expect, test } from 'vitest'
import { both, opposite } from './narrowing-choices.ts'

const isParis = { kind: 'is', field: 'city', values: ['Paris'] } as const
const isOnline = { kind: 'is', field: 'channel', values: ['online'] } as const

describe('opposite', () => {
  test('is everything but one filter, and back', () => {
    expect(opposite([isParis])).toEqual([{ ...isParis, isNot: true }])
    expect(opposite([{ ...isParis, isNot: true }])).toEqual([isParis])
  })

  test('cannot be said of none or of several', () => {
    expect([opposite([]), opposite([isParis, isOnline])]).toEqual([null, null])
  })
})

describe('both', () => {
  test('holds the filters of both', () => {
    expect(both([isParis], [isOnline])).toEqual([isParis, isOnline])
    expect(both([isParis], undefined)).toEqual([isParis])
  })

  test('is nothing when one cannot be chosen, or neither says anything', () => {
    expect([both(null, [isParis]), both([isParis], null), both([], [])]).toEqual([null, null, null])
  })
})
