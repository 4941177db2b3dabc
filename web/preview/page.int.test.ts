import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { packageFolder } from '../../runtime/paths.ts'
import {
  hostileMerchant,
  type PreviewFixture,
  startPreviewFixture,
} from '../../test/preview-fixture.ts'

const executablePath = '/usr/bin/chromium'
const mainModule = join(packageFolder, 'dist', 'web', 'preview', 'page', 'main.js')
const missing = [executablePath, mainModule].find((path) => !existsSync(path))
const week = '?from=2026-11-14T00:00:00Z&to=2026-11-21T00:00:00Z&refresh=0'

/** What went wrong in the page: the test that caused it fails. */
const complaints: string[] = []
let fixture: PreviewFixture
let browser: Browser

beforeAll(async () => {
  if (missing !== undefined) return
  fixture = await startPreviewFixture(inject('elasticsearchUrl'), 'page')
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  browser = await chromium.launch({ executablePath, args })
})

afterAll(async () => {
  if (missing !== undefined) return
  await browser.close()
  await fixture.close()
})

/** Opens the page and waits for its figures, which come to all panels at once. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  complaints.length = 0
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options })
  const page = await context.newPage()
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(fixture.preview.url)) complaints.push(request.url())
  })
  await page.goto(`${fixture.preview.url}/${path}`)
  await page.locator('[data-panel="4"][data-picture]').waitFor()
  return page
}

async function kinds(page: Page): Promise<(string | null)[]> {
  const panels = await page.locator('[data-panel]').all()
  return Promise.all(panels.map((panel) => panel.getAttribute('data-picture')))
}

describe.skipIf(missing !== undefined)(`the page (needs ${missing ?? 'nothing more'})`, () => {
  test.each<[string, BrowserContextOptions]>([
    ['in light', { colorScheme: 'light' }],
    ['in dark', { colorScheme: 'dark' }],
    ['on a phone', { viewport: { width: 390, height: 844 } }],
  ])('draws four panels without a complaint, %s', async (_where, options) => {
    const page = await open(week, options)

    expect(await kinds(page)).toEqual(['figures', 'chart', 'table', 'chart'])
    expect(await page.locator('canvas').count()).toBe(2)
    const isTooWide = await page.evaluate('document.body.scrollWidth > innerWidth')
    expect(isTooWide).toBe(false)
    expect(complaints).toEqual([])
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

    const page = await open(week)

    const figure = page.locator('[data-panel="1"] data').first()
    expect(await figure.getAttribute('value')).toBe(String(count))
    expect(await figure.textContent()).toBe(new Intl.NumberFormat('en-GB').format(count))
  })

  test('shows hostile text as text', async () => {
    const page = await open(week)

    const cell = page.locator('td', { hasText: hostileMerchant })
    expect(await cell.count()).toBe(1)
    expect(await page.title()).toBe('Small · Tallystream')
  })

  test('keeps period and refresh in the address', async () => {
    const page = await open(week)

    await page.getByRole('radio', { name: 'Last 7 days' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByLabel('Refresh by itself').selectOption('10')

    expect(page.url()).toContain('from=now-30d&to=now&refresh=10')
    await page.goBack()
    expect(await page.getByLabel('Refresh by itself').inputValue()).toBe('0')
  })

  test('remembers the theme that the reader chose', async () => {
    const page = await open(week, { colorScheme: 'light' })

    await page.getByRole('button', { name: 'Change to the dark theme' }).click()
    await page.reload()

    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
  })

  test('says why there are no figures, and shows them again by itself', async () => {
    const page = await open(week.replace('refresh=0', 'refresh=5'))
    const problem = { problem: 'Elasticsearch is away.', action: 'Start it.' }
    await page.route('**/data?*', (route) => route.fulfill({ status: 503, json: problem }))

    await page.getByRole('alert').getByText('Elasticsearch is away.').waitFor()
    await page.unroute('**/data?*')
    await page.getByText('Elasticsearch is away.').waitFor({ state: 'detached' })

    expect(await kinds(page)).toEqual(['figures', 'chart', 'table', 'chart'])
  })

  test('moves nothing when it refreshes', async () => {
    const page = await open(week)
    const places = () =>
      page.evaluate(
        '[...document.querySelectorAll(".panel")].map((panel) => JSON.stringify(panel.getBoundingClientRect()))',
      )
    const before = await places()

    await page.getByRole('button', { name: 'Refresh now' }).click()
    await page.locator('#status[data-state="waiting"]').waitFor({ state: 'detached' })

    expect(await places()).toEqual(before)
  })
})
