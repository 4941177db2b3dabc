import { type BrowserContextOptions, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import {
  hostileMerchant,
  type PreviewFixture,
  startPreviewFixture,
} from '../../test/preview-fixture.ts'
import {
  addressOf,
  andFigures,
  figuresCame,
  isTooWide,
  missing,
  panelOf,
  type PreviewPages,
  startPages,
} from '../../test/preview-page.ts'
import { startTcpProxy } from '../../test/tcp-proxy.ts'

const shown = { fromMs: Date.UTC(2026, 10, 14), toMs: Date.UTC(2026, 10, 21) }
const week = addressOf('tally-small', shown)
const elasticsearchUrl = inject('elasticsearchUrl')
let fixture: PreviewFixture
let pages: PreviewPages

beforeAll(async () => {
  if (missing !== undefined) return
  fixture = await startPreviewFixture(elasticsearchUrl, 'page')
  pages = await startPages(fixture.preview.url)
})

afterAll(async () => {
  if (missing !== undefined) return
  await pages.close()
  await fixture.close()
})

async function kinds(page: Page): Promise<(string | null)[]> {
  const panels = await page.locator('[data-panel]').all()
  return Promise.all(panels.map((panel) => panel.getAttribute('data-picture')))
}

/** Draws with the pointer from one share of the width to another. */
async function drag(page: Page, chart: Locator, from: number, to: number): Promise<void> {
  const box = await chart.boundingBox()
  if (box === null) throw new Error('expected a chart that can be seen')
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width * from, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * to, y, { steps: 5 })
  await page.mouse.up()
}

describe.skipIf(missing !== undefined)(`the page (needs ${missing ?? 'nothing more'})`, () => {
  test.each<[string, BrowserContextOptions]>([
    ['in light', { colorScheme: 'light' }],
    ['in dark', { colorScheme: 'dark' }],
    ['on a phone', { viewport: { width: 390, height: 844 } }],
  ])('draws four panels without a complaint, %s', async (_where, options) => {
    const page = await pages.open(week, options)

    expect(await kinds(page)).toEqual(['figures', 'chart', 'table', 'chart'])
    expect(await isTooWide(page)).toBe(false)
    expect(pages.complaints).toEqual([])
  })

  test('shows the figures that Elasticsearch has', async () => {
    const { count } = await fixture.client.count({
      index: fixture.index,
      query: {
        bool: {
          filter: [
            { range: { '@timestamp': { gte: '2026-11-14T00:00:00.000Z' } } },
            { term: { 'transaction.outcome': 'authorized' } },
          ],
        },
      },
    })

    const page = await pages.open(week)

    const figure = page.locator('[data-panel="1"] data').first()
    expect(await figure.getAttribute('value')).toBe(String(count))
    expect(await figure.textContent()).toBe(new Intl.NumberFormat('en-GB').format(count))
  })

  test('shows hostile text as text', async () => {
    const page = await pages.open(week)

    const cell = page.locator('td', { hasText: hostileMerchant })
    expect(await cell.count()).toBe(1)
    expect(await page.title()).toBe('Small · Tallystream')
  })

  test('remembers the theme that the reader chose', async () => {
    const page = await pages.open(week, { colorScheme: 'light' })

    await page.getByRole('button', { name: 'Change to the dark theme' }).click()
    await page.reload()

    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
  })

  test('moves nothing when it refreshes', async () => {
    const page = await pages.open(week)
    const places = () =>
      page.evaluate(
        '[...document.querySelectorAll(".panel")].map((panel) => JSON.stringify(panel.getBoundingClientRect()))',
      )
    const before = await places()

    await andFigures(page, () => page.getByRole('button', { name: 'Refresh now' }).click())

    expect(await places()).toEqual(before)
  })
})

describe.skipIf(missing !== undefined)('the address', () => {
  test('keeps period and refresh, and what was there before', async () => {
    const page = await pages.open(week)

    await page.getByRole('radio', { name: 'Last 7 days' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByLabel('Refresh by itself').selectOption('10')

    expect(page.url()).toContain('from=now-30d&to=now&refresh=10')
    await page.goBack()
    expect(await page.getByLabel('Refresh by itself').inputValue()).toBe('0')
    await page.goBack()
    await figuresCame(page)
    expect(page.url()).toContain(week)
  })

  test('gets the period that is drawn on a chart', async () => {
    const page = await pages.open(week)

    const chart = panelOf(page, 'What the bank answered').locator('canvas')
    await andFigures(page, () => drag(page, chart, 0.4, 0.6))

    const parameters = new URL(page.url()).searchParams
    const [fromMs, toMs] = ['from', 'to'].map((name) => Date.parse(parameters.get(name) ?? ''))
    const spanMs = shown.toMs - shown.fromMs
    const shareOf = (timeMs = NaN) => (timeMs - shown.fromMs) / spanMs
    // The axis of figures takes some of the width.
    expect(Math.abs(shareOf(fromMs) - 0.4)).toBeLessThan(0.06)
    expect(Math.abs(shareOf(toMs) - 0.6)).toBeLessThan(0.06)
    expect(pages.complaints).toEqual([])
  })
})

describe.skipIf(missing !== undefined)('without Elasticsearch', () => {
  test('the page keeps the figures, says so, and has new ones by itself when it is back', async () => {
    const { hostname, port } = new URL(elasticsearchUrl)
    const proxy = await startTcpProxy({ host: hostname, port: Number(port) })
    const preview = await fixture.startOther({ url: `http://127.0.0.1:${proxy.port}` })
    const others = await startPages(preview.url)
    const page = await others.open(week.replace('refresh=0', 'refresh=5'))
    const figure = page.locator('[data-panel="1"] data').first()
    const before = await figure.getAttribute('value')

    await proxy.cut()
    const away = page.locator('#banner').getByText('did not answer')
    await away.waitFor()
    expect(await page.locator('#status').getAttribute('data-state')).toBe('failed')
    expect(await figure.getAttribute('value')).toBe(before)
    await proxy.mend()
    await away.waitFor({ state: 'detached' })

    expect(await page.locator('#status').getAttribute('data-state')).toBe('live')
    expect(await kinds(page)).toEqual(['figures', 'chart', 'table', 'chart'])
    await others.close()
    await preview.close()
    await proxy.cut()
  })
})
