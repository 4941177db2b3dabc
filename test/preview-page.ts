import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core'
import { expect } from 'vitest'
import { type Filter } from '../dashboards/panels/filter.ts'
import { packageFolder } from '../runtime/paths.ts'
import { type Shown } from './dashboard-figures/scope.ts'

const executablePath = '/usr/bin/chromium'
const mainModule = join(packageFolder, 'dist', 'web', 'preview', 'page', 'main.js')

/** What tests of the page need and is not there: the browser, or the page, compiled. */
export const missing = [executablePath, mainModule].find((path) => !existsSync(path))

/** A browser that opens pages of a preview, one at a time. */
export interface PreviewPages {
  /**
   * Opens the page in a tab without a past and waits for the figures of every panel.
   *
   * @param address what stands behind the address of the preview: `?from=…`
   */
  open(address: string, options?: BrowserContextOptions): Promise<Page>
  /** What went wrong in the page that is open: exceptions, errors, requests elsewhere. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

export async function startPages(url: string): Promise<PreviewPages> {
  const browser = await launch()
  const complaints: string[] = []
  let context: BrowserContext | undefined
  return {
    complaints,
    async open(address, options) {
      await context?.close()
      complaints.length = 0
      context = await browser.newContext({ ...contextOptions, ...options })
      const page = await context.newPage()
      listen(page, url, complaints)
      await page.goto(`${url}/${address}`)
      await figuresCame(page)
      return page
    },
    async close() {
      await browser.close()
    },
  }
}

/** Nothing moves, so that nothing has to be waited for. */
const contextOptions: BrowserContextOptions = {
  locale: 'en-GB',
  timezoneId: 'UTC',
  reducedMotion: 'reduce',
  viewport: { width: 1440, height: 1000 },
}

function launch(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  return chromium.launch({ executablePath, args })
}

function listen(page: Page, url: string, complaints: string[]): void {
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(request.url())
  })
}

/** Waits until the figures that were asked for are on the page, or why there are none. */
export async function figuresCame(page: Page): Promise<void> {
  await page.locator('#status:not([data-state="waiting"])').waitFor()
  await page.locator('section[data-panel]').first().waitFor()
  await expect.poll(() => page.locator('section[data-panel]:not([data-picture])').count()).toBe(0)
}

/** Does something that asks for other figures, and waits for them. */
export async function andFigures(page: Page, act: () => Promise<unknown>): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().includes('/data?'))
  await act()
  await answered
  await figuresCame(page)
}

export interface Address {
  readonly filters?: readonly Filter[]
  readonly query?: string
}

/** The address of a dashboard that does not refresh by itself. */
export function addressOf(
  dashboard: string,
  { fromMs, toMs }: Pick<Shown, 'fromMs' | 'toMs'>,
  { filters = [], query = '' }: Address = {},
): string {
  const parameters = new URLSearchParams({
    dashboard,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    refresh: '0',
    ...(query === '' ? {} : { query }),
    ...(filters.length === 0 ? {} : { filters: JSON.stringify(filters) }),
  })
  return `?${parameters.toString()}`
}

/** The panel with this title. */
export function panelOf(page: Page, title: string): Locator {
  const heading = page.getByRole('heading', { level: 2, name: title, exact: true })
  return page.locator('section[data-panel]').filter({ has: heading })
}

/** Whether something is wider than the window. */
export function isTooWide(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth > innerWidth')
}
