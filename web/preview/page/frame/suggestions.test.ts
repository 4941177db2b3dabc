import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FieldOutline } from '../../api.ts'
import { insertSuggestion, suggestionsFor, suggestionsMax } from './suggestions.ts'

const labels = {
  '@timestamp': 'Time',
  'customer.age_band': 'Age band',
  'merchant.name': 'Merchant',
  'place.country': 'Country',
  'transaction.amount_eur': 'Amount (EUR)',
  'transaction.outcome': 'Outcome',
}
const words: Readonly<Record<string, FieldOutline['labels']>> = {
  'place.country': { DE: 'Germany', FR: 'France', GB: 'United Kingdom' },
  'transaction.outcome': { authorized: 'Authorized', declined: 'Declined' },
  'customer.age_band': { '1 under 16': 'Under 16', '2 16 to 24': '16 to 24' },
}
const fields = Object.fromEntries(
  Object.entries(labels).map(([name, label]): [string, FieldOutline] => {
    const values = words[name]
    return [name, { label, type: 'text', ...(values === undefined ? {} : { labels: values }) }]
  }),
)

/** The cursor is where the text has a bar. */
function typed(marked: string): { text: string; cursor: number } {
  return { text: marked.replace('|', ''), cursor: marked.indexOf('|') }
}

function suggested(marked: string): string[] {
  return suggestionsFor(typed(marked), fields).map(({ text }) => text)
}

describe('what is suggested', () => {
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

  test.each([
    ['place.country:|', ['DE', 'FR', 'GB']],
    ['place.country:fr|', ['FR']],
    ['place.country:king|', ['GB']],
    ['a:1 AND place.country:(g|', ['GB', 'DE']],
    ['customer.age_band:"2 16|', ['2 16 to 24']],
    ['customer.age_band:un|', ['1 under 16']],
  ])(
    'are the values of the field before the colon, by the value or its words: %s',
    (marked, expected) => {
      expect(suggested(marked)).toEqual(expected)
    },
  )

  test.each([
    'merchant.name:c|',
    'amount:>t|',
    'merchant.name:(c|',
    '"m|',
    'name:"a \\" m|',
    'place.country:FR"|',
  ])('offers nothing where neither can stand: %s', (marked) => {
    expect(suggested(marked)).toEqual([])
  })

  test('offers a few only', () => {
    const many = Object.fromEntries(
      Array.from({ length: 50 }, (_none, index) => [`field${index}`, fields['merchant.name']]),
    ) as typeof fields

    expect(suggestionsFor(typed('fie|'), many)).toHaveLength(suggestionsMax)
  })
})

describe('a suggestion that is taken', () => {
  const outcome = { text: 'transaction.outcome', label: 'Outcome' }
  const band = { text: '2 16 to 24', label: '16 to 24' }

  test.each([
    ['outc|', outcome, 'transaction.outcome:|'],
    ['a:1 AND out|come:declined', outcome, 'a:1 AND transaction.outcome:|declined'],
    ['(out|) OR b:2', outcome, '(transaction.outcome:|) OR b:2'],
    ['|', outcome, 'transaction.outcome:|'],
    ['place.country:g|er AND b:2', { text: 'DE', label: 'Germany' }, 'place.country:DE| AND b:2'],
    ['customer.age_band:16|', band, 'customer.age_band:"2 16 to 24"|'],
    ['(customer.age_band:"2| 16")', band, '(customer.age_band:"2 16 to 24"|)'],
  ])('stands in the place of the word: %s', (marked, suggestion, expected) => {
    expect(insertSuggestion(typed(marked), suggestion)).toEqual(typed(expected))
  })

  test('leaves the text before the word as it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, place) => {
        const cursor = Math.min(place, text.length)
        const inserted = insertSuggestion({ text, cursor }, { text: 'a.b', label: '' })

        const isTaken = inserted.text.slice(0, inserted.cursor).endsWith('a.b:')
        expect(isTaken || inserted.text === text || inserted.text.includes('"a.b"')).toBe(true)
        if (isTaken) expect(text.startsWith(inserted.text.slice(0, inserted.cursor - 4))).toBe(true)
      }),
      { seed: 14 },
    )
  })
})
