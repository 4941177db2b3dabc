import { describe, expect, test } from 'vitest'
import { categoryOf } from './categories.ts'
import { merchantCategories } from './reference/merchant-categories.ts'

describe('the category of a merchant', () => {
  test.each([
    ['5411', 'Groceries'],
    ['5462', 'Bakeries'],
    ['5812', 'Restaurants'],
    ['5814', 'Fast food'],
    ['5541', 'Fuel'],
    ['5912', 'Pharmacies'],
    ['8062', 'Health'],
    ['5651', 'Clothing'],
    ['4722', 'Travel'],
    ['4111', 'Public transport'],
    ['6011', 'Cash and money transfer'],
    // The edges of the ranges of airlines, car rental firms and hotels.
    ['3000', 'Airlines'],
    ['3350', 'Airlines'],
    ['3351', 'Car rental'],
    ['3500', 'Car rental'],
    ['3501', 'Hotels'],
    ['3999', 'Hotels'],
    ['4511', 'Airlines'],
    // A leading zero.
    ['0742', 'Flowers and pets'],
  ])('of %s is %s', (code, category) => {
    expect(categoryOf(code)).toBe(category)
  })

  test.each([['0000'], ['9999'], ['742'], ['constructor'], ['__proto__']])(
    'of %s is unknown',
    (code) => {
      expect(categoryOf(code)).toBeUndefined()
    },
  )

  test('is one only: no code stands in two categories', () => {
    const counted = Object.values(merchantCategories)
      .flatMap((codes) => codes.split(' '))
      .map((range) => range.split('-').map(Number))
      .reduce((sum, [first = 0, last = first]) => sum + last - first + 1, 0)
    const known = Array.from({ length: 10_000 }, (_, code) => String(code).padStart(4, '0'))

    expect(known.filter((code) => categoryOf(code) !== undefined)).toHaveLength(counted)
  })
})
