import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyFilter } from '../../../../test/any-filter.ts'
import {
  addFilters,
  filtersInForce,
  limitProblem,
  replaceFilter,
  switched,
  turnedRound,
} from './page-filter.ts'

const declined = { kind: 'is', field: 'outcome', values: ['declined'] } as const
const french = { kind: 'is', field: 'country', values: ['FR'] } as const
const large = { kind: 'range', field: 'amount', from: 100 } as const

describe('filters', () => {
  test('are sent without those that are off, and without saying so', () => {
    expect(filtersInForce([{ ...declined, isOff: true }, french])).toEqual([french])
  })

  test('are turned round and switched, and back again', () => {
    fc.assert(
      fc.property(anyFilter(), (filter) => {
        expect(turnedRound(filter).isNot === true).toBe(filter.isNot !== true)
        expect(switched(filter).isOff === true).toBe(filter.isOff !== true)
        expect(turnedRound(turnedRound(filter))).toEqual(filter)
        expect(switched(switched(filter))).toEqual(filter)
      }),
      { seed: 12 },
    )
  })
})

describe('addFilters', () => {
  test('adds to those that there are', () => {
    expect(addFilters([declined], [french, large])).toEqual([declined, french, large])
  })

  test('adds none twice, and switches on one that is off', () => {
    expect(addFilters([declined, { ...french, isOff: true }], [french])).toEqual([declined, french])
  })

  test('puts a filter in the place of its opposite, as both together would leave nothing', () => {
    expect(addFilters([{ ...french, isNot: true }, large], [french])).toEqual([french, large])
  })
})

describe('replaceFilter', () => {
  test('leaves one filter of the field, where the first of them was', () => {
    const other = { ...french, values: ['DE'] }
    const filters = [french, declined, { ...other, isOff: true as const }]

    expect(replaceFilter(filters, 'country', other)).toEqual([other, declined])
  })

  test('leaves none of the field without a filter', () => {
    expect(replaceFilter([french, declined], 'country', undefined)).toEqual([declined])
  })

  test('adds a filter of a field that had none', () => {
    expect(replaceFilter([declined], 'country', french)).toEqual([declined, french])
  })
})

describe('limitProblem', () => {
  const values = (count: number) => Array.from({ length: count }, (_none, index) => index)

  test.each([
    [values(20).map(() => declined), undefined],
    [values(21).map(() => declined), '20 filters'],
    [[{ ...declined, values: values(50) }], undefined],
    [[{ ...declined, values: values(51) }], '50 values'],
  ])('says what the server would refuse, case %#', (filters, said) => {
    expect(limitProblem(filters)).toEqual(
      said === undefined ? undefined : expect.stringContaining(said),
    )
  })
})
