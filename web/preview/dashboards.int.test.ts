import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { differences } from '../../test/dashboard-figures/compare.ts'
import { figuresOf } from '../../test/dashboard-figures/drawn-figures.ts'
import { dashboardFigures } from '../../test/dashboard-figures/every-dashboard.ts'
import { scopeOf, type Shown } from '../../test/dashboard-figures/scope.ts'
import {
  endOfSummerTime,
  fourWeeks,
  type Narrowed,
  narrowings,
  week,
} from '../../test/dashboard-figures/shown.ts'
import { type DashboardsFixture, startDashboardsFixture } from '../../test/dashboards-fixture.ts'
import { type DashboardData, type DashboardOutline, type Overview } from './api.ts'

const ids = Object.keys(dashboardFigures)
let fixture: DashboardsFixture
let outlines: readonly DashboardOutline[]

beforeAll(async () => {
  fixture = await startDashboardsFixture(inject('elasticsearchUrl'), 'figures')
  const response = await fetch(`${fixture.preview.url}/api/dashboards`)
  outlines = ((await response.json()) as Overview).dashboards
})

afterAll(async () => {
  await fixture.close()
})

type Period = Pick<Shown, 'fromMs' | 'toMs' | 'zone'>

async function dataOf(id: string, { fromMs, toMs, zone }: Period, narrowed?: Narrowed) {
  const search = new URLSearchParams({
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    zone,
    ...(narrowed === undefined
      ? {}
      : { query: narrowed.query, filters: JSON.stringify(narrowed.filters) }),
  })
  const response = await fetch(
    `${fixture.preview.url}/api/dashboards/${id}/data?${search.toString()}`,
  )
  if (!response.ok) throw new Error(`expected figures, got ${await response.text()}`)
  return (await response.json()) as DashboardData
}

/** In what the panels of a dashboard differ from what they must show, by their titles. */
async function wrongPanels(
  id: string,
  shown: Shown,
  narrowed?: Narrowed,
): Promise<Record<string, readonly string[]>> {
  const { panels } = await dataOf(id, shown, narrowed)
  const scope = scopeOf(fixture.documents, { ...shown, ...narrowed })
  const wrong = panelsOf(id).map(({ id: panelId, title }): [string, readonly string[]] => {
    const picture = panels.find((panel) => panel.id === panelId)?.picture
    const must = dashboardFigures[id]?.[title]?.(scope)
    if (picture === undefined || must === undefined) return [title, ['is not proven']]
    return [title, differences(must, figuresOf(picture))]
  })
  return Object.fromEntries(wrong.filter(([, found]) => found.length > 0))
}

function panelsOf(id: string) {
  return outlines.find((outline) => outline.id === id)?.panels ?? []
}

describe('the figures of every panel', () => {
  test('are proven', () => {
    const proven = Object.entries(dashboardFigures).map(([id, panels]) => [id, Object.keys(panels).sort()]) // prettier-ignore

    const shipped = outlines.map(({ id, panels }) => [id, panels.map(({ title }) => title).sort()])
    expect(proven).toEqual(shipped)
  })

  test.each(ids)('of %s are those of the documents', async (id) => {
    expect(await wrongPanels(id, fourWeeks)).toEqual({})
  })

  test.each(ids)('of %s are those of the documents that filters and query leave', async (id) => {
    expect(await wrongPanels(id, week, narrowings[id])).toEqual({})
  })

  test.each(ids)('of %s count as dead letters of today those since midnight', async (id) => {
    const dayMs = 86_400_000
    const nowMs = Date.now()
    const { panels } = await dataOf(id, {
      fromMs: nowMs - 2 * dayMs,
      toMs: nowMs + 2 * dayMs,
      zone: 'UTC',
    })

    const panel = panelsOf(id).find(({ title }) => title === 'Dead letters today')
    const picture = panels.find((one) => one.id === panel?.id)?.picture
    // One is of the day before yesterday or of yesterday, two are of days to come.
    expect(picture).toMatchObject({ figures: [{ value: 2 }] })
  })

  test.each(ids)('of %s are those of the days of Paris, of which one has 25 hours', async (id) => {
    expect(await wrongPanels(id, endOfSummerTime)).toEqual({})
  })
})
