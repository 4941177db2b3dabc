import axe, { type AxeResults } from 'axe-core'
import { type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Filter } from '../../dashboards/panels/filter.ts'
import { dashboardFigures } from '../../test/dashboard-figures/every-dashboard.ts'
import { fourWeeks } from '../../test/dashboard-figures/shown.ts'
import { type DashboardsFixture, startDashboardsFixture } from '../../test/dashboards-fixture.ts'
import { showFigures } from '../../test/preview-figures.ts'
import {
  addressOf,
  missing,
  panelOf,
  type PreviewPages,
  startPages,
} from '../../test/preview-page.ts'

const ids = Object.keys(dashboardFigures)
const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['in light', { colorScheme: 'light' }],
  ['in dark', { colorScheme: 'dark' }],
  ['on a phone', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
]
const online: Filter = { kind: 'is', field: 'transaction.channel', values: ['online'] }
let fixture: DashboardsFixture
let pages: PreviewPages

beforeAll(async () => {
  if (missing !== undefined) return
  fixture = await startDashboardsFixture(inject('elasticsearchUrl'), 'accessibility')
  pages = await startPages(fixture.preview.url)
})

afterAll(async () => {
  if (missing !== undefined) return
  await pages.close()
  await fixture.close()
})

/**
 * What axe finds: elements by rule, each with what is wrong.
 *
 * @param within selectors of the parts that it looks at; none = the whole page
 */
async function violations(
  page: Page,
  ...within: string[]
): Promise<Record<string, readonly string[]>> {
  await page.evaluate(axe.source)
  await page.evaluate(raisePopovers)
  const context = within.length === 0 ? 'document' : JSON.stringify({ include: within })
  const found = (await page.evaluate(
    `axe.run(${context}, ${JSON.stringify(options)})`,
  )) as AxeResults
  const byRule = found.violations.map(({ id, nodes }): [string, readonly string[]] => [
    id,
    nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
  ])
  return Object.fromEntries(byRule)
}

/** Axe does not know that what is in the browser's top layer lies above all else. */
const raisePopovers = `(() => {
  for (const popover of document.querySelectorAll(':popover-open')) popover.style.zIndex = '9999'
})()`

const options = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
}

/** What is not there on a page at rest. */
const parts = ['#filters', '[role=search]', ':popover-open', 'dialog[open]']

const views = ids.flatMap((id) => looks.map(([look, context]) => [id, look, context] as const))

describe.skipIf(missing !== undefined)(`axe (needs ${missing ?? 'nothing more'})`, () => {
  test.each(views)('has nothing to say against %s, %s', async (id, _look, context) => {
    const page = await pages.open(addressOf(id, fourWeeks), context)

    expect(await violations(page)).toEqual({})
  })

  test.each(looks)('has nothing to say against tables of figures, %s', async (_look, context) => {
    const page = await pages.open(addressOf('tally-bank-overview', fourWeeks), context)

    await showFigures(page)

    expect(await violations(page)).toEqual({})
  })

  test.each(looks)('has nothing to say against old figures, %s', async (_look, context) => {
    const page = await pages.open(addressOf('tally-bank-overview', fourWeeks), context)
    await page.route('**/data?*', (route) => route.abort())

    await page.getByRole('button', { name: 'Refresh now' }).click()
    await page.locator('.grid.stale').waitFor()

    expect(await violations(page)).toEqual({})
  })

  test.each<[string, (page: Page) => Promise<void>]>([
    [
      'the menu of a legend',
      async (page) => {
        const chart = panelOf(page, 'What the bank answered')
        await chart.getByRole('button', { name: 'Declined' }).click()
        await page.getByRole('menuitem').first().waitFor()
      },
    ],
    [
      'the list of a control',
      async (page) => {
        const controls = panelOf(page, 'Narrow every panel')
        await controls.getByRole('button', { name: /^Channel/ }).click()
        await controls.getByRole('checkbox').first().waitFor()
      },
    ],
    [
      'the choice of another period',
      async (page) => {
        await page.getByRole('button', { name: /^Period: / }).click()
        await page.getByLabel('From', { exact: true }).waitFor()
      },
    ],
    [
      'the help for queries',
      async (page) => {
        await page.getByRole('button', { name: 'How to write a query' }).click()
      },
    ],
    [
      'the list of shortcuts',
      async (page) => {
        await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
        await page.getByRole('dialog').waitFor()
      },
    ],
    [
      'a query that nobody can read',
      async (page) => {
        const input = page.getByRole('search').getByLabel('Lucene query')
        await input.fill('a:[')
        await input.press('Enter')
        await page.getByRole('search').getByRole('alert').getByText(/\w/).waitFor()
      },
    ],
  ])('has nothing to say against pills and %s, in light and dark', async (_what, open) => {
    const address = addressOf('tally-bank-overview', fourWeeks, {
      filters: [online, { ...online, values: ['atm'], isNot: true }],
    })
    const page = await pages.open(address, { colorScheme: 'light' })
    await open(page)

    expect(await violations(page, ...parts)).toEqual({})
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await violations(page, ...parts)).toEqual({})
  })
})
