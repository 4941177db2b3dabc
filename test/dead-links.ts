import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { packageFolder } from '../runtime/paths.ts'
import { type MarkdownPage, readPage } from './markdown-page.ts'

/** Links of a page that lead nowhere: to no file of the repository, or to no heading of a page. */
export function deadLinks(page: MarkdownPage): string[] {
  return page.links
    .filter((target) => !/^(?:https?|mailto):/.test(target))
    .filter((target) => !isThere(page, target))
}

function isThere(page: MarkdownPage, target: string): boolean {
  const [file = '', anchor] = target.split('#')
  if (file === '') return anchor === undefined || page.anchors.has(anchor)
  const found = normalize(join(dirname(page.path), decodeURIComponent(file)))
  const place = join(packageFolder, found)
  if (found.startsWith('..') || !existsSync(place)) return false
  if (anchor === undefined || !found.endsWith('.md')) return true
  return readPage(found, readFileSync(place, 'utf8')).anchors.has(anchor)
}
