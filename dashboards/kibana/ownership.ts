import { nameOf, type StoredObject } from './stored-object.ts'

const ownPrefix = 'tally-'
/** Of charts that an analyst has added with `tally dashboards add`: they are hers, not ours. */
export const minePrefix = 'tally-mine-'

/** Whether an id is of an object that is shipped, which an import may overwrite. */
export function isOwnId(id: string): boolean {
  return id.startsWith(ownPrefix) && !id.startsWith(minePrefix)
}

/** The shipped objects as a Kibana has them, by type and id that they were shipped with. */
export type OwnObjects = ReadonlyMap<string, StoredObject>

/**
 * Finds the shipped objects among those of a space.
 *
 * From 8.0 on an id is there once in all spaces: imported into a second space, an object gets
 * another id and keeps ours as its origin. Several with the same origin are somebody's copies.
 */
export function findOwn(objects: readonly StoredObject[]): OwnObjects {
  const own = new Map<string, StoredObject>()
  const copies = new Map<string, StoredObject[]>()
  for (const object of objects) {
    if (isOwnId(object.id)) own.set(nameOf(object), object)
    else if (object.originId !== undefined && isOwnId(object.originId)) {
      const key = nameOf({ type: object.type, id: object.originId })
      copies.set(key, [...(copies.get(key) ?? []), object])
    }
  }
  for (const [key, [first, ...others]] of copies) {
    if (first !== undefined && others.length === 0 && !own.has(key)) own.set(key, first)
  }
  return own
}

/**
 * Finds what analysts have made of the shipped objects: charts that were added, copies, and whatever
 * refers to a shipped object, names one of the indices, or refers to something that is found here.
 *
 * @param indexNames titles of the shipped data views: Timelion and TSVB name an index as text
 */
export function findMine(
  objects: readonly StoredObject[],
  indexNames: readonly string[],
): StoredObject[] {
  const own = findOwn(objects)
  const known = new Set([...own.values()].map(nameOf))
  const others = objects.filter((object) => !known.has(nameOf(object)) && !isOwnId(object.id))
  const names = new RegExp(`\\b(?:${indexNames.map(escaped).join('|')})\\b`)
  const found = new Set(
    others.filter(
      (object) =>
        object.id.startsWith(minePrefix) ||
        (object.originId !== undefined && isOwnId(object.originId)) ||
        names.test(JSON.stringify(object.attributes)),
    ),
  )
  // What refers to what was found is found too, until there is nothing more.
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const { type, id } of found) known.add(nameOf({ type, id }))
    for (const object of others) {
      if (object.references.some((reference) => known.has(nameOf(reference)))) found.add(object)
    }
  }
  return [...found]
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
