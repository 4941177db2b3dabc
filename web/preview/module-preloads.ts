import { posix } from 'node:path'

/** The module that the page begins with; without it there is no page. */
export const mainModule = '/page/main.js'

/**
 * Names in the page every module that it begins with, so that a browser asks for all of them at
 * once instead of finding one in the other.
 *
 * @param texts of the page's files, by their paths.
 */
export function withPreloads(html: string, texts: ReadonlyMap<string, string>): string {
  const reached = new Set(texts.has(mainModule) ? [mainModule] : [])
  // A set goes on with what is added to it meanwhile.
  for (const path of reached) {
    for (const name of importedBy(path, texts.get(path) ?? '')) reached.add(name)
  }
  const links = [...reached].map((path) => `    <link rel="modulepreload" href="${path}" />\n`)
  return html.replace('  </head>', () => `${links.join('')}  </head>`)
}

/** What a compiled module imports at once; what it asks for later (`import()`) is not among it. */
function importedBy(path: string, module: string): readonly string[] {
  const names = module.matchAll(/^(?:import|export)[^'"]*['"](\.{1,2}\/[\w/-]+\.js)['"]/gm)
  return [...names].map(([, name = '']) => posix.join(posix.dirname(path), name))
}
