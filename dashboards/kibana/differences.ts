import { safeJson } from './refusal.ts'
import { nameOf, type StoredObject } from './stored-object.ts'

/** Kibana counts them up, or writes its own. */
const ignoredKeys = ['version', 'panelRefName', 'count']

type Comparable = Pick<StoredObject, 'attributes' | 'references'>

/**
 * In what a stored object differs from the one that was shipped, as paths:
 * `visState.params.expression`.
 *
 * A newer Kibana rewrites what it imports: it adds settings with their defaults and renames
 * references. So what is stored may hold more than was shipped, except where that is empty; numbers
 * of versions are not looked at, and references count by what they refer to.
 *
 * @param originOf the shipped id of what has another one in this space
 */
export function differencesOf(
  shipped: Comparable,
  stored: Comparable,
  originOf: (reference: { type: string; id: string }) => string,
): string[] {
  const names = (references: Comparable['references']) =>
    references.map(({ type, id }) => nameOf({ type, id: originOf({ type, id }) })).sort()
  const isSameReferences =
    JSON.stringify(names(shipped.references)) === JSON.stringify(names(stored.references))
  return [
    ...Object.entries(shipped.attributes).flatMap(([key, value]) =>
      differencesAt(key, value, stored.attributes[key]),
    ),
    ...(isSameReferences ? [] : ['references']),
  ]
}

function differencesAt(path: string, one: unknown, other: unknown): string[] {
  const shipped = decoded(one)
  const stored = decoded(other)
  // From 7.11 on a data view keeps no list: the mapping is asked each time.
  if (path === 'fields' && isEmpty(stored)) return []
  if (!isRecord(shipped) || !isRecord(stored)) return shipped === stored ? [] : [path]
  if (Object.keys(shipped).length === 0) return isEmpty(stored) ? [] : [path]
  if (Array.isArray(shipped) && shipped.length !== Object.keys(stored).length) return [path]
  return Object.keys(shipped)
    .filter((key) => !ignoredKeys.includes(key))
    .flatMap((key) => differencesAt(`${path}.${key}`, shipped[key], stored[key]))
}

/** Much of an attribute stands in it as JSON in a text. */
function decoded(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  const parsed = safeJson(value)
  return parsed === undefined ? value : parsed
}

/** An object, or a list by its places. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** `{}`, `[]`, `''`, or nothing but such. */
function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isEmpty)
  return value === undefined || value === null || value === ''
}
