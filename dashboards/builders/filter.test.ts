import { describe, expect, test } from 'vitest'
import { transactionsView as view } from '../data-views.ts'
import { allOf, anyOf, exists, from, isTrue, not, where } from './filter.ts'

const declined = where(view, 'transaction.outcome', 'declined')
const abroad = isTrue(view, 'transaction.is_foreign')

describe('a filter', () => {
  test.each([
    ['equal', declined, 'transaction.outcome:declined'],
    ['text with a blank', where(view, 'place.city', 'Le Mans'), 'place.city:"Le Mans"'],
    [
      'one of several',
      where(view, 'transaction.outcome', 'authorized', 'reversed'),
      'transaction.outcome:(authorized OR reversed)',
    ],
    ['at least', from(view, 'transaction.amount_eur', 100), 'transaction.amount_eur:[100 TO *]'],
    ['there at all', exists(view, 'merchant.id'), '_exists_:merchant.id'],
    ['left out', not(abroad), '(*:* AND NOT transaction.is_foreign:true)'],
    [
      'both',
      allOf(declined, abroad),
      'transaction.outcome:declined AND transaction.is_foreign:true',
    ],
    [
      'one in the other',
      allOf(declined, anyOf([abroad, exists(view, 'merchant.id')])),
      'transaction.outcome:declined AND (transaction.is_foreign:true OR _exists_:merchant.id)',
    ],
    [
      'none of several',
      not(where(view, 'transaction.outcome', 'authorized', 'reversed')),
      '(*:* AND NOT transaction.outcome:(authorized OR reversed))',
    ],
  ])('is Lucene: %s', (_what, { lucene }, expected) => {
    expect(lucene).toBe(expected)
  })

  test('for a value that the contract does not know is a mistake in the definition', () => {
    expect(() => where(view, 'transaction.outcome', 'refused')).toThrow(
      'transaction.outcome: expected one of authorized, declined, reversed, got refused',
    )
  })
})
