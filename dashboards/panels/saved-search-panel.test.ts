import { describe, expect, test } from 'vitest'
import { answer, prepare } from '../../test/one-panel.ts'
import { savedSearch } from '../builders/saved-search.ts'
import { transactionsView as view } from '../data-views.ts'

const names = { id: 'x', title: 'X' }

describe('a saved search', () => {
  test('asks for documents in their order and shows them by column', () => {
    const panel = savedSearch(view, { ...names, columns: ['merchant.name', 'transaction.amount_eur'] }) // prettier-ignore
    const { requests, draw } = prepare(panel)
    const documents = [
      {
        _source: {
          '@timestamp': '2026-11-21T08:15:30.250Z',
          merchant: { name: 'Fnac' },
          transaction: { amount_eur: 1 },
        },
      },
      { _source: { '@timestamp': 'no time' } },
    ]

    expect(requests[0]?.body).toMatchObject({
      size: 50,
      sort: [{ '@timestamp': { order: 'desc', unmapped_type: 'boolean' } }],
      _source: ['@timestamp', 'merchant.name', 'transaction.amount_eur'],
    })
    const found = { ...answer({}), hits: { total: { value: 2 }, hits: documents } }
    expect(draw([found])).toMatchObject({
      kind: 'table',
      rows: [
        [Date.UTC(2026, 10, 21, 8, 15, 30, 250), 'Fnac', 1],
        [null, null, null],
      ],
      narrowings: [
        [
          null,
          [{ kind: 'is', field: 'merchant.name', values: ['Fnac'] }],
          [{ kind: 'is', field: 'transaction.amount_eur', values: [1] }],
        ],
        [null, null, null],
      ],
    })
  })
})
