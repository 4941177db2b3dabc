import { describe, expect, it } from 'vitest'
import { customerEvents } from '../../contracts/indices/customer-events.ts'
import { customers } from '../../contracts/indices/customers.ts'
import { transactions } from '../../contracts/indices/transactions.ts'
import { aliasActions, versionIn } from './alias-actions.ts'

const definitions = [transactions, customers]
const add = (index: string, alias: string) => ({ add: { index, alias } })
const remove = (index: string, alias: string) => ({ remove: { index, alias } })

describe('the actions that let the aliases show version 2', () => {
  it.each([
    ['are none where nothing is', {}, []],
    [
      'swap every index of every alias',
      {
        'tally-transactions-v1-2026.10': ['tally-transactions'],
        'tally-transactions-v2-2026.10': [],
        'tally-customers-v1': ['tally-customers'],
        'tally-customers-v2': [],
      },
      [
        remove('tally-transactions-v1-2026.10', 'tally-transactions'),
        add('tally-transactions-v2-2026.10', 'tally-transactions'),
        remove('tally-customers-v1', 'tally-customers'),
        add('tally-customers-v2', 'tally-customers'),
      ],
    ],
    [
      'do what is left of a swap that was interrupted',
      {
        'tally-transactions-v1-2026.11': ['tally-transactions'],
        'tally-transactions-v2-2026.10': ['tally-transactions'],
        'tally-transactions-v2-2026.11': ['tally-transactions', 'of-somebody'],
      },
      [remove('tally-transactions-v1-2026.11', 'tally-transactions')],
    ],
    [
      'are none when it is done',
      { 'tally-customers-v1': [], 'tally-customers-v2': ['tally-customers'] },
      [],
    ],
    [
      'take away versions before and after it',
      { 'tally-customers-v1': ['tally-customers'], 'tally-customers-v12': ['tally-customers'] },
      [
        remove('tally-customers-v1', 'tally-customers'),
        remove('tally-customers-v12', 'tally-customers'),
      ],
    ],
    [
      'leave alone what is of no version, and other aliases',
      {
        'tally-customers-vip': ['tally-customers'],
        'tally-customers-v1': ['of-somebody'],
        'tally-customer-events-v1-2026.11': ['tally-customer-events'],
      },
      [],
    ],
  ])('%s', (_, existing, expected) => {
    expect(aliasActions(new Map(Object.entries(existing)), definitions, 2)).toEqual(expected)
  })
})

describe('the version in a name', () => {
  it.each([
    ['tally-customers-v3', customers, 3],
    ['tally-transactions-v12-2026.11', transactions, 12],
    ['tally-customer-events-v2-2026.11.05', customerEvents, 2],
    ['tally-customer-events-v2-2026.11', customers, undefined],
    ['tally-customers-v3-copy', customers, undefined],
    ['tally-customers', customers, undefined],
  ])('%s', (name, definition, expected) => {
    expect(versionIn(name, `tally-${definition.name}`)).toBe(expected)
  })
})
