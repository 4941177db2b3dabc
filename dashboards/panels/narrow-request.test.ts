import { describe, expect, test } from 'vitest'
import { transactionsView } from '../data-views.ts'
import { type Filter } from './filter.ts'
import { narrowRequest } from './narrow-request.ts'
import { type SearchRequest, searchRequest } from './search.ts'
import { readSources } from './source.ts'

const period = { fromMs: 0, toMs: 1000, zone: 'Europe/Paris' }
const sources = readSources([transactionsView.object])
const selection = { index: 'tally-transactions', timeField: '@timestamp', queries: ['a:b'] }
const request = searchRequest(selection, period, { x: {} })
const online: Filter = { kind: 'is', field: 'transaction.channel', values: ['online'] }
const large: Filter = { kind: 'matches', label: 'Large', query: 'transaction.amount_eur:>1000 AND fast' } // prettier-ignore

function narrow(filters: readonly Filter[], query = '', one: SearchRequest = request) {
  const narrowed = narrowRequest(one, { filters, query }, { period, sources })
  const clauses = narrowed.request.body.query.bool.filter
  const own = one.body.query.bool.filter
  expect(clauses.slice(0, own.length)).toEqual(own)
  return { added: clauses.slice(own.length), ...narrowed }
}

describe('narrowRequest', () => {
  test('adds a clause for each filter and for the query, and leaves the rest as it is', () => {
    const { added, ignored, request: narrowed } = narrow([online, { ...large, isNot: true }], 'rapid:true OR *') // prettier-ignore

    const lucene = (query: string) => ({
      query_string: { query, analyze_wildcard: true, time_zone: 'Europe/Paris' },
    })
    expect(added).toEqual([
      { terms: { 'transaction.channel': ['online'] } },
      { bool: { must_not: [lucene('transaction.amount_eur:>1000 AND fast')] } },
      lucene('rapid:true OR *'),
    ])
    expect(ignored).toEqual([])
    expect({ ...narrowed.body, query: request.body.query }).toEqual(request.body)
  })

  test.each<[string, Filter]>([
    ['a field that its index has not', { kind: 'missing', field: 'error.code' }],
    ['a query over such a field', { kind: 'matches', label: 'x', query: 'transaction.channel:a AND error.code:b' }], // prettier-ignore
    ['a field that no object should have', { kind: 'missing', field: '__proto__' }],
  ])('leaves a search as it is by a filter of %s, and says so', (_what, filter) => {
    const { added, ignored } = narrow([online, filter, online])

    expect(added).toHaveLength(2)
    expect(ignored).toEqual([1])
  })

  test('ignores every filter over an index that no data view describes', () => {
    const { added, ignored } = narrow([online, large], '', { ...request, index: 'other' })

    expect(added).toEqual([])
    expect(ignored).toEqual([0, 1])
  })

  test('leaves alone what says that it is never narrowed', () => {
    const fixed: SearchRequest = { ...request, isNeverNarrowed: true }

    expect(narrow([online], 'a', fixed)).toMatchObject({ added: [], ignored: [], request: fixed })
  })
})
