import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { type DashboardData, type Overview } from '../web/preview/api.ts'
import { startPreview } from '../web/preview/server.ts'
import { onBenchStack } from './bench-stack.ts'
import { writeFoldedHistory } from './folded-history.ts'
import { formatSpread, type Spread, spreadOf } from './spread.ts'

/** About 1,000,000 transactions. */
const history = { customers: 16_700, days: 30 }
/** Those without a worker's own figures, which nobody writes here. */
const dashboards = ['tally-operations', 'tally-bank-overview', 'tally-customers']
const period = 'from=now-30d&to=now&refresh=0'
/** Until Elasticsearch is compiled. */
const warmUps = 12
const runs = 9

/**
 * How long until a dashboard over a million transactions is drawn, in the browser: after opening,
 * with an empty and with a filled cache, and after a refresh?
 *
 * From the begin of the navigation, or from the click, to the first frame after every panel has its
 * picture. `now` moves on between two of them, so no answer is an old one.
 */
export function benchPreview(say: (text: string) => void): Promise<object> {
  return onBenchStack(say, async ({ servers: { elasticsearch } }) => {
    say('writing the history')
    const events = await writeFoldedHistory(elasticsearch.url, history)
    const transactions = await countOf(elasticsearch.url)
    say(`${events.toLocaleString('en')} events, ${transactions.toLocaleString('en')} transactions`)
    const preview = await startPreview({ elasticsearch, host: '127.0.0.1', port: 0 })
    const browser = await launch()
    try {
      const measured = []
      for (const dashboard of dashboards) {
        const one = await measure(browser, preview.url, dashboard)
        for (const [name, spread] of Object.entries(one.ms)) say(`${dashboard}, ${one.panels} panels, ${name}: ${formatSpread(spread)} ms`) // prettier-ignore
        measured.push(one)
      }
      return { runs, transactions, measured }
    } finally {
      await browser.close()
      await preview.close()
    }
  })
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
}

async function countOf(url: string): Promise<number> {
  const answer = await fetch(`${url}/tally-transactions/_count`)
  return ((await answer.json()) as { count: number }).count
}

interface Measured {
  readonly dashboard: string
  readonly panels: number
  /** Of the page, on its way through the network. */
  readonly compressedBytes: number
  /** `request` is the answer of the server alone, without a browser. */
  readonly ms: Readonly<Record<'request' | 'firstOpening' | 'opening' | 'refresh', Spread>>
}

async function measure(browser: Browser, url: string, dashboard: string): Promise<Measured> {
  const request = await times(warmUps + runs, () => ask(url, dashboard))
  const address = `${url}/?dashboard=${dashboard}&${period}`
  const firstOpening = await times(runs, async () => {
    const context = await contextOf(browser)
    const page = await context.newPage()
    const ms = await open(page, address)
    await context.close()
    return ms
  })
  const page = await (await contextOf(browser)).newPage()
  await open(page, address)
  const compressedBytes = await page.evaluate<number>(weight)
  const opening = await times(runs, () => open(page, address))
  const refresh = await times(runs, () => page.evaluate<number>(refreshed))
  await page.context().close()
  const { length } = (await overview(url)).find(({ id }) => id === dashboard)?.panels ?? []
  return {
    dashboard,
    panels: length,
    compressedBytes,
    ms: {
      request: spreadOf(request.slice(warmUps)),
      firstOpening: spreadOf(firstOpening),
      opening: spreadOf(opening),
      refresh: spreadOf(refresh),
    },
  }
}

async function overview(url: string): Promise<Overview['dashboards']> {
  const answer = await fetch(`${url}/api/dashboards`)
  return ((await answer.json()) as Overview).dashboards
}

/** One after the other. */
async function times(count: number, ask: () => Promise<number>): Promise<number[]> {
  const found = []
  for (let run = 0; run < count; run += 1) found.push(await ask())
  return found
}

async function ask(url: string, dashboard: string): Promise<number> {
  const startedAt = performance.now()
  const answer = await fetch(`${url}/api/dashboards/${dashboard}/data?from=now-30d&to=now&zone=UTC`)
  const { panels } = (await answer.json()) as DashboardData
  if (panels.length === 0) throw new Error('expected panels')
  return performance.now() - startedAt
}

async function contextOf(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.addInitScript(watchPanels)
  return context
}

async function open(page: Page, address: string): Promise<number> {
  await page.goto(address)
  return page.evaluate<number>('window.drawn')
}

/** `window.drawn`: milliseconds from the begin of the navigation to the frame with every panel. */
const watchPanels = `
  window.afterFrame = () => new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
  })
  window.drawn = new Promise((resolve) => {
    new MutationObserver((_changes, observer) => {
      const panels = document.querySelectorAll('[data-panel]')
      if (panels.length === 0 || document.querySelector('[data-panel]:not([data-picture])')) return
      observer.disconnect()
      afterFrame().then(resolve)
    }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-picture'] })
  })
`

const refreshed = `new Promise((resolve) => {
  const status = document.querySelector('#status')
  const startedAt = performance.now()
  new MutationObserver((_changes, observer) => {
    if (status.dataset.state === 'waiting') return
    observer.disconnect()
    afterFrame().then((at) => resolve(at - startedAt))
  }).observe(status, { attributeFilter: ['data-state'] })
  document.querySelector('[aria-label="Refresh now"]').click()
})`

const weight = `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .filter(({ name }) => !name.includes('/api/'))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`
