import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packageFolder } from '../runtime/paths.ts'

/** Each import that is at the head of a file, and what it imports. */
const importPattern = /^import (?:(?<names>[^']*?) from )?'(?<from>[^']+)'/gm

/**
 * The npm packages that are loaded with a file of ours: what it and the files that it imports name,
 * but not what only gives types, nor what is imported when it is needed.
 *
 * @param path inside the package: `cli/tally.ts`
 */
export function packagesLoadedBy(path: string): string[] {
  const files = new Set([join(packageFolder, path)])
  const packages = new Set<string>()
  // A set takes in what is added while it is walked.
  for (const file of files) {
    for (const from of importsOf(readFileSync(file, 'utf8'))) {
      if (from.startsWith('.')) files.add(join(dirname(file), from))
      else if (!from.startsWith('node:')) packages.add(from)
    }
  }
  return [...packages].sort()
}

function importsOf(source: string): string[] {
  return [...source.matchAll(importPattern)].flatMap(({ groups: { names, from } = {} }) =>
    from === undefined || isOfTypes(names) ? [] : [from],
  )
}

/** True of `{ type A, type B }`, which the compiler leaves out. */
function isOfTypes(names: string | undefined): boolean {
  const each = names
    ?.replaceAll(/[{}]/g, '')
    .split(',')
    .filter((name) => name.trim() !== '')
  return each?.every((name) => /^\s*type\s/.test(name)) ?? false
}
