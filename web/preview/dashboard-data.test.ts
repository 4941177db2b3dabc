import { describe, expect, test } from 'vitest'
import { transactionsView } from '../../dashboards/data-views.ts'
import { readDashboards } from '../../dashboards/panels/dashboard-model.ts'
import { type Filter } from '../../dashboards/panels/filter.ts'
import { type SearchOutcome } from '../../dashboards/panels/multi-search.ts'
import { type SearchRequest } from '../../dashboards/panels/search.ts'
import { readSources } from '../../dashboards/panels/source.ts'
import { smallDashboard } from '../../test/small-dashboard.ts'
import { dashboardData } from './dashboard-data.ts'

const objects = [transactionsView.object, ...smallDashboard.objects]
const [dashboard] = readDashboards(objects)
const toMs = Date.UTC(2026, 10, 21, 8)
const period = { fromMs: toMs - 3_600_000, toMs, zone: 'UTC' }

const empty: SearchOutcome = {
  ok: true,
  answer: { _shards: { total: 1, failed: 0 }, hits: { total: { value: 0 } }, aggregations: {} },
}

function refused(reason: string): SearchOutcome {
  return { ok: false, isLate: false, reason }
}

async function draw(
  outcomeOf: (request: SearchRequest, index: number) => SearchOutcome,
  choice: { filters?: readonly Filter[]; query?: string } = {},
) {
  if (dashboard === undefined) throw new Error('the bundle has no dashboard')
  const asked: (readonly SearchRequest[])[] = []
  const question = {
    period,
    choice: { filters: [], query: '', ...choice },
    sources: readSources(objects),
  }
  const result = await dashboardData(dashboard, question, (requests) => {
    asked.push(requests)
    return Promise.resolve(requests.map(outcomeOf))
  })
  const panels = result.ok ? result.data.panels : []
  return { asked, result, panels, pictures: panels.map(({ picture }) => picture) }
}

describe('dashboardData', () => {
  test('asks for all panels at once and gives each its own answers', async () => {
    const { asked, pictures } = await draw(() => empty)

    expect(asked.map((requests) => requests.length)).toEqual([5])
    expect(pictures.map(({ kind }) => kind)).toEqual(['figures', 'empty', 'empty', 'empty'])
  })

  test('shows why one panel failed in its place, and draws the others', async () => {
    const { asked, pictures } = await draw((_request, index) =>
      index === 3 ? refused('no such field') : empty,
    )

    expect(asked).toHaveLength(1)
    expect(pictures.map(({ kind }) => kind)).toEqual(['figures', 'empty', 'failure', 'empty'])
    expect(pictures[2]).toMatchObject({
      reason: 'Elasticsearch refused the search: no such field',
    })
  })

  test('says in the panel that an answer is only of a part of the data', async () => {
    const late = { ok: false, isLate: true, reason: 'it took longer than 8 s' } as const

    const { asked, pictures } = await draw(() => late, { query: 'a:b' })

    expect(asked).toHaveLength(1)
    expect(pictures[0]).toMatchObject({
      kind: 'failure',
      reason: 'Elasticsearch answered with a part of the data: it took longer than 8 s',
    })
  })

  test('narrows every search by what the reader chose, and says which filters do not apply', async () => {
    const filters: Filter[] = [
      { kind: 'missing', field: 'error.code' },
      { kind: 'is', field: 'transaction.channel', values: ['online'] },
    ]

    const { asked, panels } = await draw(() => empty, { filters, query: 'rapid' })

    const searches = asked.flat().map((request) => JSON.stringify(request))
    expect(searches.filter((text) => text.includes('["online"]'))).toHaveLength(5)
    expect(searches.filter((text) => text.includes('"query":"rapid"'))).toHaveLength(5)
    expect(panels.map(({ ignoredFilters }) => ignoredFilters)).toEqual([[0], [0], [0], [0]])
  })

  test.each<[string, { filters?: readonly Filter[]; query?: string }, string, object]>([
    [
      'a query that cannot be read',
      { query: 'a:(' },
      `Failed to parse query [a:(]: Cannot parse 'a:(': Encountered "<EOF>" at line 1, column 3.`,
      { about: 'query', problem: 'The query cannot be read: Encountered the end at line 1, column 3.' }, // prettier-ignore
    ],
    [
      'a filter by a value that its field cannot have',
      { filters: [{ kind: 'is', field: 'transaction.amount_eur', values: ['a:('] }], query: 'b' },
      'For input string: "a:("',
      {
        about: 'filters',
        problem: 'The filter transaction.amount_eur cannot be applied: For input string: "a:("',
      },
    ],
  ])('says once what is wrong with %s', async (_what, choice, reason, problem) => {
    const { asked, result } = await draw(
      (request) => (JSON.stringify(request).includes('a:(') ? refused(reason) : empty),
      choice,
    )

    expect(asked).toHaveLength(2)
    expect(result).toMatchObject({ ok: false, problem })
  })

  test('leaves it to the panel when what the reader chose is right', async () => {
    const { result, pictures } = await draw(
      ({ body }) => (body['aggs'] === undefined ? empty : refused('no such field')),
      { query: 'a:b' },
    )

    expect(result.ok).toBe(true)
    expect(pictures[0]).toMatchObject({ kind: 'failure' })
  })
})
