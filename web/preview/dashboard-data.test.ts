import { describe, expect, test } from 'vitest'
import { transactionsView } from '../../dashboards/data-views.ts'
import { readDashboards } from '../../dashboards/panels/dashboard-model.ts'
import { type SearchRequest } from '../../dashboards/panels/search.ts'
import { smallDashboard } from '../../test/small-dashboard.ts'
import { dashboardData } from './dashboard-data.ts'
import { type SearchOutcome } from './multi-search.ts'

const [dashboard] = readDashboards([transactionsView.object, ...smallDashboard.objects])
const toMs = Date.UTC(2026, 10, 21, 8)
const period = { fromMs: toMs - 3_600_000, toMs, zone: 'UTC' }

const empty: SearchOutcome = {
  ok: true,
  answer: { _shards: { total: 1, failed: 0 }, hits: { total: { value: 0 } }, aggregations: {} },
}

async function draw(outcomeOf: (index: number) => SearchOutcome) {
  if (dashboard === undefined) throw new Error('the bundle has no dashboard')
  const asked: (readonly SearchRequest[])[] = []
  const { panels } = await dashboardData(dashboard, period, (requests) => {
    asked.push(requests)
    return Promise.resolve(requests.map((_request, index) => outcomeOf(index)))
  })
  return { asked, pictures: panels.map(({ picture }) => picture) }
}

describe('dashboardData', () => {
  test('asks for all panels at once and gives each its own answers', async () => {
    const { asked, pictures } = await draw(() => empty)

    expect(asked.map((requests) => requests.length)).toEqual([5])
    expect(pictures.map(({ kind }) => kind)).toEqual(['figures', 'empty', 'empty', 'empty'])
  })

  test('shows why one panel failed in its place, and draws the others', async () => {
    const { pictures } = await draw((index) =>
      index === 3 ? { ok: false, reason: 'no such field' } : empty,
    )

    expect(pictures.map(({ kind }) => kind)).toEqual(['figures', 'empty', 'failure', 'empty'])
    expect(pictures[2]).toMatchObject({
      reason: 'Elasticsearch refused the search: no such field',
    })
  })
})
