import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'

/** Whether a document is as its JSON says; the order of fields means nothing. */
export function isSame(source: unknown, json: string): boolean {
  return JSON.stringify(source) === json || isDeepStrictEqual(source, JSON.parse(json))
}

/** A hash of plain JSON that is the same whatever the order of fields. */
export function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('base64')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
