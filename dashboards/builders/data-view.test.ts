import { describe, expect, test } from 'vitest'
import { leaves } from '../../contracts/field.ts'
import { transactions } from '../../contracts/indices/transactions.ts'
import { transactionsView } from '../data-views.ts'
import { where } from './filter.ts'
import { sum } from './measure.ts'
import { metric } from './metric.ts'

function attribute(name: string): unknown {
  return JSON.parse(String(transactionsView.object.attributes[name]))
}

describe('dataView', () => {
  test('reads the alias and no pattern, so that a rebuild is not counted twice', () => {
    expect(transactionsView.title).toBe('tally-transactions')
  })

  test('lists every field of the contract with what Kibana may do with it', () => {
    const fields = attribute('fields') as { name: string; aggregatable: boolean }[]

    const names = fields.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(leaves(transactions.fields).map(({ path }) => path)),
    )
    expect(fields).toContainEqual({
      count: 0,
      scripted: false,
      name: 'transaction.amount_eur',
      type: 'number',
      esTypes: ['double'],
      searchable: true,
      aggregatable: true,
      readFromDocValues: true,
    })
  })

  test('takes labels of fields and of values from the contract', () => {
    expect(attribute('fieldAttrs')).toMatchObject({ 'merchant.name': { customLabel: 'Merchant' } })
    expect(attribute('fieldFormatMap')).toMatchObject({
      'transaction.amount_eur': { id: 'number', params: { pattern: '0,0.00' } },
      'transaction.channel': {
        id: 'static_lookup',
        params: {
          lookupEntries: expect.arrayContaining([
            { key: 'card_present', value: 'Card present' },
          ]) as unknown,
          unknownKeyValue: null,
        },
      },
    })
  })
})

describe('a panel over a field that the contract does not have', () => {
  test('does not compile', () => {
    const options = { id: 'x', title: 'x' }

    // @ts-expect-error -- that is what this test is about
    metric(transactionsView, { ...options, measures: [sum('transaction.amount_usd', 'Dollars')] })
    // @ts-expect-error -- that is what this test is about
    const filter = where(transactionsView, 'transaction.result', 'authorized')

    expect(filter.lucene).toBe('transaction.result:authorized')
  })
})
