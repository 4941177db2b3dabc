import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FieldOutline } from '../../api.ts'
import { insertField, suggestFields, suggestionsMax } from './suggestions.ts'

const labels = {
  '@timestamp': 'Time',
  'merchant.name': 'Merchant',
  'place.country': 'Country',
  'transaction.amount_eur': 'Amount (EUR)',
  'transaction.outcome': 'Outcome',
}
const fields = Object.fromEntries(
  Object.entries(labels).map(([name, label]): [string, FieldOutline] => [
    name,
    { label, type: 'text' },
  ]),
)

/** The cursor is where the text has a bar. */
function typed(marked: string): { text: string; cursor: number } {
  return { text: marked.replace('|', ''), cursor: marked.indexOf('|') }
}

function suggested(marked: string): string[] {
  return suggestFields(typed(marked), fields).map(({ field }) => field)
}

describe('suggestFields', () => {
  test.each([
    ['outc|', ['transaction.outcome']],
    ['TRANS|', ['transaction.amount_eur', 'transaction.outcome']],
    ['eur|', ['transaction.amount_eur']],
    ['a:1 AND (cou|', ['place.country']],
    ['@t|', ['@timestamp']],
    ['xyz|', []],
  ])('has what is being typed in its name or label: %s', (marked, expected) => {
    expect(suggested(marked)).toEqual(expected)
  })

  test('begins with what begins so', () => {
    expect(suggested('m|')[0]).toBe('merchant.name')
  })

  test.each(['place.country:c|', 'amount:>t|', 'place.country:(c|', '"m|', 'name:"a \\" m|'])(
    'offers nothing where no field can stand: %s',
    (marked) => {
      expect(suggested(marked)).toEqual([])
    },
  )

  test('offers a few only', () => {
    const many = Object.fromEntries(
      Array.from({ length: 50 }, (_none, index) => [`field${index}`, fields['merchant.name']]),
    ) as typeof fields

    expect(suggestFields(typed('fie|'), many)).toHaveLength(suggestionsMax)
  })
})

describe('insertField', () => {
  test.each([
    ['outc|', 'transaction.outcome:|'],
    ['a:1 AND out|come:declined', 'a:1 AND transaction.outcome:|declined'],
    ['(out|) OR b:2', '(transaction.outcome:|) OR b:2'],
    ['|', 'transaction.outcome:|'],
  ])('writes the name in the place of the word: %s', (marked, expected) => {
    expect(insertField(typed(marked), 'transaction.outcome')).toEqual(typed(expected))
  })

  test('leaves the text before the word as it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, place) => {
        const cursor = Math.min(place, text.length)
        const inserted = insertField({ text, cursor }, 'a.b')

        expect(inserted.text.slice(0, inserted.cursor).endsWith('a.b:')).toBe(true)
        expect(text.startsWith(inserted.text.slice(0, inserted.cursor - 4))).toBe(true)
      }),
      { seed: 14 },
    )
  })
})
