import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { hostileMerchant, type PreviewFixture, startPreviewFixture } from '../../test/preview-fixture.ts' // prettier-ignore
import { type DashboardData } from './api.ts'

const data = '/api/dashboards/tally-small/data'
const week = '?from=2026-11-14T00:00:00Z&to=2026-11-21T00:00:00Z'
const range = { range: { '@timestamp': { gte: '2026-11-14T00:00:00.000Z' } } }
const authorized = { term: { 'transaction.outcome': 'authorized' } }
let fixture: PreviewFixture
let url: string

beforeAll(async () => {
  fixture = await startPreviewFixture(inject('elasticsearchUrl'), 'choice')
  url = fixture.preview.url
})

afterAll(async () => {
  await fixture.close()
})

function filtersOf(...filters: object[]): string {
  return `&filters=${encodeURIComponent(JSON.stringify(filters))}`
}

function isFilter(field: string, ...values: (string | number | boolean)[]): string {
  return filtersOf({ kind: 'is', field, values })
}

async function panelsOf(chosen: string): Promise<DashboardData['panels']> {
  const response = await fetch(url + data + week + chosen)
  return ((await response.json()) as DashboardData).panels
}

/** How many transactions the metric of the dashboard counts. */
async function countedBy(chosen: string): Promise<unknown> {
  const [metric] = await panelsOf(chosen)
  return metric?.picture.kind === 'figures' ? metric.picture.figures[0]?.value : metric
}

describe('what a reader chooses', () => {
  const count = async (...filter: object[]) =>
    (await fixture.client.count({ index: fixture.index, query: { bool: { filter: [range, authorized, ...filter] } } })).count // prettier-ignore
  const merchant = (name: string) => ({ term: { 'merchant.name': name } })

  test.each<[string, string, object]>([
    ['a value', isFilter('merchant.name', hostileMerchant), merchant(hostileMerchant)], // prettier-ignore
    ['several values', isFilter('merchant.name', 'Rewe', 'Fnac'), { terms: { 'merchant.name': ['Rewe', 'Fnac'] } }], // prettier-ignore
    [
      'everything but a value',
      filtersOf({ kind: 'is', field: 'merchant.name', values: ['Rewe'], isNot: true }),
      { bool: { must_not: [merchant('Rewe')] } },
    ],
    [
      'a range without its end',
      filtersOf({ kind: 'range', field: 'transaction.amount_eur_cents', from: 1000, to: 5000 }),
      { range: { 'transaction.amount_eur_cents': { gte: 1000, lt: 5000 } } },
    ],
    ['a boolean', isFilter('quality.rapid', false), { match_all: {} }],
    ['a query', `&query=${encodeURIComponent('merchant.name:R*')}`, merchant('Rewe')],
    [
      'a query that would like to break out',
      `&query=${encodeURIComponent('merchant.name:Rewe OR *:*')}${isFilter('merchant.name', 'Rewe')}`,
      merchant('Rewe'),
    ],
  ])('narrows by %s as a query of its own does', async (_what, chosen, clause) => {
    const expected = await count(clause)

    expect(await countedBy(chosen)).toBe(expected)
    expect(expected).toBeGreaterThan(50)
  })

  test('is left out where an index has no such field, and the panel says so', async () => {
    const panels = await panelsOf(isFilter('error.code', 'too_large'))

    expect(panels.map(({ ignoredFilters }) => ignoredFilters)).toEqual([[0], [0], [0], [0]])
    expect(await countedBy(isFilter('error.code', 'too_large'))).toBe(await count())
  })

  test.each([
    ['the end of its clause', '*) OR (*:*'],
    ['the end of its line', `"}}\n{"index":"*"}\n{"query":{"match_all":{}}}`],
    ['brackets that are never closed', '('.repeat(500)],
    ['brackets in each other', `${'('.repeat(490)}a${')'.repeat(490)}`],
    ['an expression that takes long', 'a:/.*.*.*.*.*.*x/'],
    ['half of an escape', '\\'],
    ['what is no text', '🏦\u0000'],
    ['operators', 'a AND NOT +- '.repeat(30)],
    ['half of a range', '['.repeat(100)],
    ['nothing but vagueness', '~'.repeat(100)],
    ['quotes', '"'.repeat(100)],
  ])('is answered in words or figures: %s', async (_what, query) => {
    const response = await fetch(`${url}${data}${week}&query=${encodeURIComponent(query)}`)

    expect([200, 400]).toContain(response.status)
    if (response.status === 200) {
      const { panels } = (await response.json()) as DashboardData
      expect(panels.map(({ picture }) => picture.kind)).not.toContain('failure')
    } else {
      expect(await response.json()).toMatchObject({ about: 'query' })
    }
  })
})
