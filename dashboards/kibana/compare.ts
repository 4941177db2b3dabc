import { type SavedObject } from '../saved-object.ts'
import { differencesOf } from './differences.ts'
import { findOwn, type OwnObjects } from './ownership.ts'
import { nameOf, type ObjectName, type StoredObject } from './stored-object.ts'

/** How an object that is shipped compares with what a Kibana has. */
export interface Comparison {
  readonly type: string
  readonly id: string
  /** `changed-in-kibana`: saved by somebody since it was imported. */
  readonly state: 'new' | 'same' | 'changed' | 'changed-in-kibana'
  /** The attributes that differ, as paths. */
  readonly differences: readonly string[]
  /** When Kibana last saved it; undefined when it does not say, or it is not there. */
  readonly savedAt: string | undefined
}

/**
 * Compares shipped objects with those of a space, as they came back from Kibana.
 *
 * Who changed one that differs is told by its time: an import saves all of its objects at one, so an
 * object with a time of its own, beside others that have theirs in common, was saved by somebody.
 */
export function compareWithKibana(
  shipped: readonly SavedObject[],
  objects: readonly StoredObject[],
): Comparison[] {
  const own = findOwn(objects)
  const origins = originsOf(own)
  const originOf = (name: ObjectName) => origins.get(nameOf(name)) ?? name.id
  const imports = importTimes(own)
  return shipped.map((object) => {
    const { type, id } = object
    const stored = own.get(nameOf(object))
    if (stored === undefined) return { type, id, state: 'new', differences: [], savedAt: undefined }
    const differences = differencesOf(object, stored, originOf)
    const savedAt = stored.updated_at
    const isSomebodys = imports.size > 0 && savedAt !== undefined && !imports.has(savedAt)
    const state = isSomebodys ? 'changed-in-kibana' : 'changed'
    return { type, id, state: differences.length === 0 ? 'same' : state, differences, savedAt }
  })
}

/** The shipped id, by the name that an object has in this space. */
function originsOf(own: OwnObjects): Map<string, string> {
  return new Map(
    [...own].map(([key, stored]) => [nameOf(stored), key.slice(stored.type.length + 1)]),
  )
}

/** Times at which several objects were saved at once. */
function importTimes(own: OwnObjects): ReadonlySet<string> {
  const times = [...own.values()].map(({ updated_at: savedAt = '' }) => savedAt)
  return new Set(times.filter((time, at) => time !== '' && times.indexOf(time) !== at))
}
