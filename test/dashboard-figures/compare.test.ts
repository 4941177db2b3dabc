import { describe, expect, test } from 'vitest'
import { differences } from './compare.ts'
import { type Figures } from './figures.ts'

const must: Figures = {
  kind: 'bars',
  columns: ['credit', 'debit'],
  rows: [
    ['FR', 1_234.56, 2],
    ['DE', null, 3],
  ],
}

describe('differences', () => {
  test('are none when the lines alone are in another order', () => {
    const shown: Figures = {
      kind: 'bars',
      columns: ['debit', 'credit'],
      rows: [
        ['FR', 2, 1_234.560_000_000_1],
        ['DE', 3, null],
      ],
    }

    expect(differences(must, shown)).toEqual([])
  })

  test.each<[string, Partial<Figures>, string]>([
    ['another picture', { kind: 'pie' }, 'expected the picture bars, got pie'],
    ['another line', { columns: ['credit', 'other'] }, 'expected the columns | credit | debit'],
    ['another figure', { rows: [['FR', 1_234.57, 2], ['DE', null, 3]] }, 'row 1: expected FR | 1234.56 | 2, got FR | 1234.57 | 2'], // prettier-ignore
    ['a figure where there is none', { rows: [['FR', 1_234.56, 2], ['DE', 0, 3]] }, 'row 2: expected DE | – | 3, got DE | 0 | 3'], // prettier-ignore
    ['a row too few', { rows: [['FR', 1_234.56, 2]] }, 'row 2: expected DE | – | 3, got none'],
    ['rows in another order', { rows: [['DE', null, 3], ['FR', 1_234.56, 2]] }, 'row 1: expected FR'], // prettier-ignore
  ])('name %s', (_what, change, sentence) => {
    expect(differences(must, { ...must, ...change }).join('\n')).toContain(sentence)
  })
})
