import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { dashboardFigures } from '../../test/dashboard-figures/every-dashboard.ts'
import { scopeOf } from '../../test/dashboard-figures/scope.ts'
import { endOfSummerTime, fourWeeks, narrowings, week } from '../../test/dashboard-figures/shown.ts'
import { type DashboardsFixture, startDashboardsFixture } from '../../test/dashboards-fixture.ts'
import { showFigures, wrongPanels } from '../../test/preview-figures.ts'
import {
  addressOf,
  isTooWide,
  missing,
  panelOf,
  type PreviewPages,
  startPages,
} from '../../test/preview-page.ts'

const ids = Object.keys(dashboardFigures)
let fixture: DashboardsFixture
let pages: PreviewPages

beforeAll(async () => {
  if (missing !== undefined) return
  fixture = await startDashboardsFixture(inject('elasticsearchUrl'), 'page-figures')
  pages = await startPages(fixture.preview.url)
})

afterEach(() => {
  expect(pages.complaints).toEqual([])
})

afterAll(async () => {
  if (missing !== undefined) return
  await pages.close()
  await fixture.close()
})

describe.skipIf(missing !== undefined)(`figures (need ${missing ?? 'nothing more'})`, () => {
  test.each(ids)('that can be read on %s are those of the documents', async (id) => {
    const page = await pages.open(addressOf(id, fourWeeks))

    expect(await wrongPanels(page, id, scopeOf(fixture.documents, fourWeeks))).toEqual({})
  })

  test.each(ids)('of %s are those that filters and query of the address leave', async (id) => {
    const narrowed = narrowings[id]
    const page = await pages.open(addressOf(id, week, narrowed))

    const scope = scopeOf(fixture.documents, { ...week, ...narrowed })
    expect(await wrongPanels(page, id, scope)).toEqual({})
  })

  test('begin their days when the reader does', async () => {
    const [id = ''] = ids
    const page = await pages.open(addressOf(id, endOfSummerTime), { timezoneId: 'Europe/Paris' })

    const scope = scopeOf(fixture.documents, endOfSummerTime)
    expect(await wrongPanels(page, id, scope)).toEqual({})
  })

  test('are written as the reader writes them', async () => {
    const [id = ''] = ids
    const page = await pages.open(addressOf(id, fourWeeks), { locale: 'de-DE' })

    const figure = panelOf(page, 'Authorized transactions').locator('data').first()
    const count = Number(await figure.getAttribute('value'))
    expect(count).toBeGreaterThan(999)
    expect(await figure.textContent()).toBe(new Intl.NumberFormat('de-DE').format(count))
  })

  test.each(ids)('of %s have room on a phone', async (id) => {
    const page = await pages.open(addressOf(id, fourWeeks), {
      viewport: { width: 390, height: 844 },
    })

    expect(await isTooWide(page)).toBe(false)
    await showFigures(page)
    expect(await isTooWide(page)).toBe(false)
  })
})
