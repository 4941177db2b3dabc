import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Page } from 'playwright-core'
import { packageFolder } from '../runtime/paths.ts'
import { previewDefaults } from '../web/preview/server.ts'
import { launch } from './preview.ts'

/** Where `npm start` shows them. */
const url = `http://${previewDefaults.host}:${previewDefaults.port}`
const folder = join(packageFolder, 'docs', 'images')
/** Of WebP, 0 to 100: text stays sharp, and a picture has less than 150 KB. */
const quality = 75
const viewport = { width: 1440, height: 900 }

/** What each picture shows; `height` is how much of the page, in pixels. */
const pictures = [
  { file: 'bank-overview', address: 'dashboard=tally-bank-overview', height: 1300 },
  { file: 'bank-overview-dark', address: 'dashboard=tally-bank-overview', height: 1300, theme: 'dark' }, // prettier-ignore
  { file: 'customers', address: 'dashboard=tally-customers', height: 1300 },
  { file: 'operations', address: 'dashboard=tally-operations', height: 1300 },
  { file: 'pipeline-health', address: 'dashboard=tally-pipeline-health', height: 1300 },
] as const

/** Takes the pictures of the documentation from the demo that runs, into `docs/images`. */
export async function takeScreenshots(say: (text: string) => void): Promise<object> {
  await mkdir(folder, { recursive: true })
  const browser = await launch()
  const taken: Record<string, number> = {}
  try {
    for (const { file, address, height, ...options } of pictures) {
      const colorScheme = 'theme' in options ? options.theme : 'light'
      const context = await browser.newContext({ viewport: { ...viewport, height }, colorScheme, locale: 'en-GB' }) // prettier-ignore
      const page = await context.newPage()
      await page.goto(`${url}/?${address}&refresh=0`)
      await page.locator('[data-panel][data-picture]').last().waitFor()
      const bytes = await capture(page)
      await writeFile(join(folder, `${file}.webp`), bytes)
      taken[file] = bytes.length
      say(`docs/images/${file}.webp: ${Math.round(bytes.length / 1024)} KB`)
      await context.close()
    }
  } finally {
    await browser.close()
  }
  return taken
}

/** As WebP, which is a third of a PNG and which Playwright itself does not write. */
async function capture(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality })
  return Buffer.from(data, 'base64')
}
