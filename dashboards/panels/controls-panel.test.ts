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
    expect(draw([answer({ values: { buckets: [{}] } }), answer({})])).toMatchObject({
      kind: 'text',
      blocks: [{ runs: [{ text: 'In Kibana, filters by: Channel, Amount.' }] }],
    })
  })

  test('that offer nothing are empty', () => {
    const { draw } = prepare(panel)

    expect(draw([answer({ values: { buckets: [] } }), answer({})])).toEqual({
      kind: 'empty',
      reason: 'Nothing in this period can be chosen by Channel.',
    })
  })
})
