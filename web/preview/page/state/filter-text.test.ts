import { describe, expect, test } from 'vitest'
import type { Filter } from '../../../../dashboards/panels/filter.ts'
import type { FieldOutline } from '../../api.ts'
import { filterText } from './filter-text.ts'

const fields: Readonly<Record<string, FieldOutline>> = {
  outcome: { label: 'Outcome', type: 'text', labels: { declined: 'Declined by the bank' } },
  country: { label: 'Country', type: 'text' },
  amount: {
    label: 'Amount',
    type: 'number',
    format: { decimalsMin: 2, decimalsMax: 2, unit: { kind: 'currency', code: 'EUR' } },
  },
  hour: { label: 'Hour', type: 'number' },
  abroad: { label: 'Abroad', type: 'boolean' },
}

/** Intl writes narrow and unbreakable spaces, which a reader of this file cannot tell apart. */
function spaced(text: string): string {
  return text.replace(/\s/g, ' ')
}

describe('filterText', () => {
  test.each<[Filter, string]>([
    [{ kind: 'is', field: 'outcome', values: ['declined'] }, 'Outcome: Declined by the bank'],
    [{ kind: 'is', field: 'outcome', values: ['toString'] }, 'Outcome: toString'],
    [{ kind: 'is', field: 'country', values: ['FR', 'DE'], isNot: true }, 'Not Country: FR, DE'],
    [
      { kind: 'is', field: 'hour', values: [1, 2, 3, 4, 5, 6, 7] },
      'Hour: 1, 2, 3, 4, 5 and 2 more',
    ],
    [{ kind: 'is', field: 'abroad', values: [true] }, 'Abroad: yes'],
    [{ kind: 'is', field: 'abroad', values: [0] }, 'Abroad: no'],
    [{ kind: 'is', field: 'outcome', values: [''] }, 'Outcome: (empty)'],
    [{ kind: 'range', field: 'hour', from: 10, to: 50 }, 'Hour 10 – 50'],
    [{ kind: 'range', field: 'amount', from: 10 }, 'Amount ≥ €10'],
    [{ kind: 'range', field: 'amount', to: 49.5 }, 'Amount < €49.50'],
    [{ kind: 'missing', field: 'country' }, 'Country: missing'],
    [{ kind: 'missing', field: 'country', isNot: true }, 'Not Country: missing'],
    [{ kind: 'matches', label: 'Overdrawn', query: 'balance:<0' }, 'Overdrawn'],
  ])('says %j', (filter, text) => {
    expect(filterText(filter, fields, 'en-GB')).toBe(text)
  })

  test('writes figures as the reader does', () => {
    const filter = { kind: 'range', field: 'amount', from: 1000, to: 2500.5 } as const

    expect(spaced(filterText(filter, fields, 'de-DE'))).toBe('Amount 1.000 € – 2.500,50 €')
  })

  test('writes dates as the reader does', () => {
    const filter = { kind: 'is', field: 'opened', values: [Date.UTC(2026, 10, 21, 12)] } as const
    const opened = { opened: { label: 'Opened', type: 'date' } } as const

    expect(filterText(filter, opened, 'de-DE')).toContain('21.11.2026')
  })

  test.each(['unheard.of', 'constructor', '__proto__'])(
    'names a field as it is called: %s',
    (field) => {
      expect(filterText({ kind: 'missing', field }, fields)).toBe(`${field}: missing`)
    },
  )
})
