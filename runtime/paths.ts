import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder of this package: the checkout, or where a tarball was unpacked.
 *
 * Found by walking up, because the same file runs as source (tests) and from `dist/`.
 */
export const packageFolder: string = findPackageFolder(dirname(fileURLToPath(import.meta.url)))

/** The version in package.json. */
export const packageVersion: string = readPackage(packageFolder).version ?? '0.0.0'

/**
 * Where data, logs, process ids and downloaded jars go unless `TALLY_HOME` says otherwise: `.tally`
 * in the checkout; for an installed package (below node_modules) in the folder `tally` was called in.
 */
export function defaultHome(workingFolder: string): string {
  const isInstalled = basename(dirname(packageFolder)) === 'node_modules'
  return join(isInstalled ? workingFolder : packageFolder, '.tally')
}

function findPackageFolder(folder: string): string {
  if (existsSync(join(folder, 'package.json')) && readPackage(folder).name === 'tallystream') {
    return folder
  }
  const parent = dirname(folder)
  if (parent === folder) throw new Error('package.json of tallystream not found above this file')
  return findPackageFolder(parent)
}

function readPackage(folder: string): { name?: string; version?: string } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name?: string
    version?: string
  }
}
