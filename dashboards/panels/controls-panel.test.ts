import { describe, expect, test } from 'vitest'
import { answer, prepare } from '../../test/one-panel.ts'
import { inputControls } from '../builders/input-controls.ts'
import { transactionsView as view } from '../data-views.ts'

const names = { id: 'x', title: 'X' }

describe('input controls', () => {
  const panel = inputControls(view, {
    ...names,
    controls: [
      { type: 'list', field: 'transaction.channel', label: 'Channel' },
      { type: 'range', field: 'transaction.amount_eur', label: 'Amount', step: 10 },
    ],
  })

  test('ask for what each offers', () => {
    const { requests, draw } = prepare(panel)

    expect(requests.map(({ body }) => body['aggs'])).toEqual([
      { values: { terms: { field: 'transaction.channel', size: 20, order: { _count: 'desc' } } } },
      {
        smallest: { min: { field: 'transaction.amount_eur' } },
        largest: { max: { field: 'transaction.amount_eur' } },
      },
    ])
    expect(requests.map(({ isNeverNarrowed }) => isNeverNarrowed)).toEqual([true, true])
    const values = { buckets: [{ key: 'atm', doc_count: 3 }] }
    expect(
      draw([answer({ values }), answer({ smallest: { value: 1 }, largest: { value: 9.5 } })]),
    ).toMatchObject({
      kind: 'controls',
      controls: [
        {
          kind: 'list',
          field: 'transaction.channel',
          label: 'Channel',
          isMultiple: true,
          options: [{ label: 'ATM', value: 'atm', count: 3 }],
        },
        {
          kind: 'range',
          field: 'transaction.amount_eur',
          label: 'Amount',
          step: 10,
          minimum: 1,
          maximum: 9.5,
          format: { decimalsMin: 2 },
        },
      ],
    })
  })

  test('offer booleans as such', () => {
    const foreign = inputControls(view, {
      ...names,
      controls: [{ type: 'list', field: 'transaction.is_foreign', label: 'Foreign' }],
    })
    const buckets = [
      { key: 0, key_as_string: 'false', doc_count: 3 },
      { key: 1, key_as_string: 'true', doc_count: 1 },
    ]

    expect(prepare(foreign).draw([answer({ values: { buckets } })])).toMatchObject({
      controls: [
        {
          options: [
            { label: 'false', value: false },
            { label: 'true', value: true },
          ],
        },
      ],
    })
  })

  test('stay where nothing can be chosen, and say when nothing was ever written', () => {
    const { draw } = prepare(panel)
    const unwritten = { ...answer({}), _shards: { total: 0, failed: 0 } }

    expect(draw([answer({ values: { buckets: [] } }), answer({})])).toMatchObject({
      controls: [{ options: [] }, { minimum: null, maximum: null }],
    })
    expect(draw([unwritten, unwritten])).toMatchObject({
      kind: 'empty',
      reason: 'Nothing has been written to tally-transactions yet.',
    })
  })
})
