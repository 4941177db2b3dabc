import { type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Filter } from '../../dashboards/panels/filter.ts'
import { type Left, scopeOf, type Shown } from '../../test/dashboard-figures/scope.ts'
import { fourWeeks as shown } from '../../test/dashboard-figures/shown.ts'
import { type DashboardsFixture, startDashboardsFixture } from '../../test/dashboards-fixture.ts'
import { wrongPanels } from '../../test/preview-figures.ts'
import {
  addressOf,
  andFigures,
  missing,
  panelOf,
  type PreviewPages,
  startPages,
} from '../../test/preview-page.ts'

const id = 'tally-bank-overview'
const online: Filter = { kind: 'is', field: 'transaction.channel', values: ['online'] }
let fixture: DashboardsFixture
let pages: PreviewPages

beforeAll(async () => {
  if (missing !== undefined) return
  fixture = await startDashboardsFixture(inject('elasticsearchUrl'), 'page-narrowing')
  pages = await startPages(fixture.preview.url)
})

afterAll(async () => {
  if (missing !== undefined) return
  await pages.close()
  await fixture.close()
})

/** In what the page differs from what these transactions give, and what else went wrong. */
async function wrongWith(page: Page, transactions?: Left['transactions']) {
  const narrowed: Shown = transactions === undefined ? shown : { ...shown, left: { transactions } }
  const panels = await wrongPanels(page, id, scopeOf(fixture.documents, narrowed))
  return { panels, complaints: pages.complaints }
}

const nothingWrong = { panels: {}, complaints: [] }

function pills(page: Page) {
  return page.locator('#filters [data-filter]')
}

describe.skipIf(missing !== undefined)(`a click (needs ${missing ?? 'nothing more'})`, () => {
  test.each<[string, (page: Page) => Promise<void>, number, Left['transactions']]>([
    [
      'the largest slice of a pie',
      async (page) => {
        const ring = panelOf(page, 'Money moved by channel').locator('canvas')
        const { width, height } = (await ring.boundingBox()) ?? { width: 0, height: 0 }
        // Slices begin at the top, and the largest is the first.
        const radius = Math.min(width, height) / 2
        await ring.click({ position: { x: width / 2 + radius * 0.3, y: height / 2 - radius * 0.75 } }) // prettier-ignore
      },
      1,
      ({ transaction }) => transaction.channel === 'card_present',
    ],
    [
      'the name of a slice',
      async (page) => {
        const pie = panelOf(page, 'Money moved by channel')
        await pie.getByRole('button', { name: /^\W*Online/ }).click()
      },
      1,
      ({ transaction }) => transaction.channel === 'online',
    ],
    [
      'a series in the menu of a legend',
      async (page) => {
        const chart = panelOf(page, 'What the bank answered')
        await chart.getByRole('button', { name: 'Declined' }).click()
        await page.getByRole('menuitem', { name: 'Narrow to Declined' }).click()
      },
      1,
      ({ transaction }) => transaction.outcome === 'declined',
    ],
    [
      'everything but a series of bars',
      async (page) => {
        const bars = panelOf(page, 'Sizes of payments in the ten busiest cities')
        await bars.getByRole('button', { name: '10 to 50 EUR' }).click()
        await page.getByRole('menuitem', { name: 'Everything but 10 to 50 EUR' }).click()
      },
      1,
      ({ transaction }) => transaction.amount_band !== '2 10 to 50 EUR',
    ],
    [
      'a bar, in the table of its figures',
      async (page) => {
        const bars = panelOf(page, 'Spent by category of the merchant')
        await bars.getByRole('button', { name: /^Figures of / }).click()
        await bars.getByRole('button', { name: 'Groceries' }).click()
      },
      1,
      ({ merchant }) => merchant?.group === 'Groceries',
    ],
    [
      'a cell of a table',
      async (page) => {
        const table = panelOf(page, 'Merchants that were paid most')
        await table.getByRole('button', { name: 'Merchant A', exact: true }).click()
      },
      1,
      ({ merchant }) => merchant?.name === 'Merchant A',
    ],
    [
      'a cell of a heatmap',
      async (page) => {
        const heatmap = panelOf(page, 'Transactions by hour and weekday')
        await heatmap.getByRole('button', { name: /^Sat, 12:/ }).click()
      },
      2,
      ({ local }) => local.weekday === '6 Sat' && local.hour === 12,
    ],
    [
      'an option of a control',
      async (page) => {
        const controls = panelOf(page, 'Narrow every panel')
        await controls.getByRole('button', { name: /^Channel/ }).click()
        await controls.getByRole('checkbox', { name: /^ATM/ }).check()
        await page.keyboard.press('Escape')
      },
      1,
      ({ transaction }) => transaction.channel === 'atm',
    ],
  ])('on %s narrows every panel', async (_where, click, count, left) => {
    const page = await pages.open(addressOf(id, shown))

    await andFigures(page, () => click(page))

    expect(await pills(page).count()).toBe(count)
    expect(await wrongWith(page, left)).toEqual(nothingWrong)
  })
})

describe.skipIf(missing !== undefined)('a pill', () => {
  test('is turned round, switched off and removed', async () => {
    const page = await pages.open(addressOf(id, shown, { filters: [online] }))
    const press = (name: RegExp) => andFigures(page, () => pills(page).getByRole('button', { name }).click()) // prettier-ignore

    await press(/^Turn round/)
    expect(await wrongWith(page, ({ transaction }) => transaction.channel !== 'online')).toEqual(nothingWrong) // prettier-ignore
    await press(/^Switch off/)
    expect(await wrongWith(page)).toEqual(nothingWrong)
    await press(/^Switch on/)
    expect(await wrongWith(page, ({ transaction }) => transaction.channel !== 'online')).toEqual(nothingWrong) // prettier-ignore
    await press(/^Remove/)

    expect(await pills(page).count()).toBe(0)
    expect(await wrongWith(page)).toEqual(nothingWrong)
  })

  test('comes and goes by the keyboard alone', async () => {
    const page = await pages.open(addressOf(id, shown))

    await tabTo(page, /Online/)
    await andFigures(page, () => page.keyboard.press('Enter'))
    expect(await wrongWith(page, ({ transaction }) => transaction.channel === 'online')).toEqual(nothingWrong) // prettier-ignore

    await page.evaluate('document.activeElement.blur()')
    await tabTo(page, /^Remove/)
    await andFigures(page, () => page.keyboard.press('Enter'))
    expect(await pills(page).count()).toBe(0)
  })

  test('says which panels it leaves as they are', async () => {
    const page = await pages.open(addressOf(id, shown, { filters: [online] }))

    expect(await panelOf(page, 'Dead letters today').innerText()).toContain('Not narrowed by')
    expect(await panelOf(page, 'Newest event').innerText()).not.toContain('Not narrowed by')
  })
})

/** Presses Tab until what has the focus is called so; there are some hundred things to reach. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 600; presses += 1) {
    await page.keyboard.press('Tab')
    if (name.test(String(await page.evaluate(nameOfFocused)))) return
  }
  throw new Error(`expected to come to ${name.source} by Tab`)
}

const nameOfFocused = `(() => {
  const { activeElement } = document
  return activeElement.getAttribute('aria-label') ?? activeElement.textContent
})()`

describe.skipIf(missing !== undefined)('a query', () => {
  test('narrows every panel', async () => {
    const page = await pages.open(addressOf(id, shown))

    const input = page.getByRole('search').getByLabel('Lucene query')
    await input.fill('place.country:FR')
    await andFigures(page, () => input.press('Enter'))

    const scope = scopeOf(fixture.documents, {
      ...shown,
      left: { transactions: ({ place }) => place.country === 'FR', deadLetters: () => false },
    })
    expect(await wrongPanels(page, id, scope)).toEqual({})
    expect(page.url()).toContain('query=place.country%3AFR')
  })

  test('that nobody can read says so, and leaves the figures', async () => {
    const page = await pages.open(addressOf(id, shown))

    const input = page.getByRole('search').getByLabel('Lucene query')
    await input.fill('place.country:[FR')
    await andFigures(page, () => input.press('Enter'))

    expect(await page.getByRole('search').getByRole('alert').textContent()).not.toBe('')
    expect((await wrongWith(page)).panels).toEqual({})
  })
})

describe.skipIf(missing !== undefined)('a link to another dashboard', () => {
  test('keeps period, query and filters; and back is back', async () => {
    const address = addressOf(id, shown, { filters: [online], query: 'place.country:FR' })
    const page = await pages.open(address)
    const titleOf = () => page.getByRole('heading', { level: 1 }).textContent()

    const dashboards = page.getByRole('navigation', { name: 'Dashboards' })
    await andFigures(page, () => dashboards.getByRole('link', { name: 'Operations of the bank' }).click()) // prettier-ignore

    expect(await titleOf()).toBe('Operations of the bank')
    expect(page.url()).toContain(address.replace(id, 'tally-operations'))
    expect(await pills(page).count()).toBe(1)
    await andFigures(page, () => page.goBack())
    expect(await titleOf()).toBe('Bank overview')
    expect(page.url()).toContain(address)
    expect(pages.complaints).toEqual([])
  })
})
