import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { packageFolder } from '../../runtime/paths.ts'

/** A file of the page, ready to be sent. */
export interface Asset {
  readonly type: string
  readonly etag: string
  readonly plain: Buffer
  readonly zipped: Buffer
}

/**
 * Reads every file of the page once, by the path it is served under; nothing else can be asked for.
 *
 * The page's modules are missing while the checkout is not compiled; the server then says so.
 */
export async function loadAssets(): Promise<ReadonlyMap<string, Asset>> {
  const modules = await readdir(modulesFolder).catch(() => [])
  const styles = (await readdir(pageFolder)).filter((name) => name.endsWith('.css'))
  const files: [path: string, file: string][] = [
    ['/', join(pageFolder, 'index.html')],
    ...styles.map((name): [string, string] => [`/${name}`, join(pageFolder, name)]),
    ['/icon.svg', join(pageFolder, 'icon.svg')],
    ['/theme-before-paint.js', join(pageFolder, 'theme-before-paint.js')],
    ['/echarts.js', chartLibrary()],
    ...modules
      .filter((name) => name.endsWith('.js'))
      .map((name): [string, string] => [`/page/${name}`, join(modulesFolder, name)]),
  ]
  const assets = files.map(async ([path, file]) => [path, await loadAsset(file)] as const)
  return new Map(await Promise.all(assets))
}

/** The module that the page begins with; without it there is no page. */
export const mainModule = '/page/main.js'

const pageFolder = join(packageFolder, 'web', 'preview', 'page')
const modulesFolder = join(packageFolder, 'dist', 'web', 'preview', 'page')

/** The build with lines, bars and pies; the whole library is half as large again. */
function chartLibrary(): string {
  return createRequire(import.meta.url).resolve('echarts/dist/echarts.common.min.js')
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

async function loadAsset(file: string): Promise<Asset> {
  const plain = await readFile(file)
  return {
    type: types[extname(file)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    zipped: await promisify(gzip)(plain, { level: 9 }),
  }
}
