import { describe, expect, test } from 'vitest'
import { indices } from './catalogue.ts'
import { keyword, leaves } from './field.ts'
import { valueLabels, wordsOf } from './value-labels.ts'

const description = { label: 'Field', meaning: 'A field.', example: 'a' }
const fields = indices.flatMap(({ fields: own, name }) =>
  leaves(own).map(({ path, field }) => [`${name}: ${path}`, field] as const),
)
const closed = fields.filter(([, { values }]) => values !== undefined)

describe('wordsOf', () => {
  test.each([
    ['card_present', 'Card present'],
    ['too-large', 'Too large'],
    ['2 16 to 24', '16 to 24'],
    ['1 under 10 EUR', 'Under 10 EUR'],
    ['1 Mon', 'Mon'],
    ['Eating out', 'Eating out'],
  ])('puts %s as %s', (value, words) => {
    expect(wordsOf(value)).toBe(words)
  })
})

describe('valueLabels', () => {
  test('prefers what the field says, and leaves out what is shown as it is', () => {
    const field = keyword(description, {
      values: ['wrong_pin', 'too_late', 'Cash'],
      labels: { wrong_pin: 'Wrong PIN' },
    })

    expect([...valueLabels(field)]).toEqual([
      ['wrong_pin', 'Wrong PIN'],
      ['too_late', 'Too late'],
    ])
  })

  test('knows values of a set that is not closed', () => {
    expect(valueLabels(keyword(description, { labels: { FR: 'France' } })).get('FR')).toBe('France')
  })

  test.each(closed)('of %s tell its values apart, and are of no other values', (_path, field) => {
    const { values = [], labels = {} } = field
    const shown = valueLabels(field)

    expect(new Set(values.map((value) => shown.get(value) ?? value)).size).toBe(values.length)
    expect(values).toEqual(expect.arrayContaining(Object.keys(labels)))
  })
})
