import { z } from 'zod'
import { compareText } from '../compare-text.ts'

/**
 * An object as some Kibana keeps it: of any type, and with fields that only its version knows, which
 * are kept.
 */
export const StoredObject = z.looseObject({
  id: z.string().min(1),
  type: z.string().min(1),
  attributes: z.record(z.string(), z.unknown()),
  references: z.array(z.object({ name: z.string(), type: z.string(), id: z.string() })).default([]),
  /** Id of what it is a copy of: in a second space of 8.x, or made by a copying import. */
  originId: z.string().optional(),
  updated_at: z.string().optional(),
})
export type StoredObject = z.infer<typeof StoredObject>

/** Type and id of an object. */
export interface ObjectName {
  readonly type: string
  readonly id: string
}

export function nameOf({ type, id }: ObjectName): string {
  return `${type} ${id}`
}

/** Title of an object, for people. */
export function titleOf({ attributes }: Pick<StoredObject, 'attributes'>): string {
  const title = attributes['title']
  return typeof title === 'string' ? title : ''
}

/** Tell when and by whom it was saved, and where: another export of the same has others. */
const volatileKeys = ['updated_at', 'updated_by', 'created_at', 'created_by', 'version', 'namespaces'] // prettier-ignore

/**
 * The NDJSON of objects in a form that stays the same, byte for byte, as long as nobody changes
 * them: sorted by type and id, keys sorted, without what differs at each save.
 */
export function toStableNdjson(objects: readonly StoredObject[]): string {
  return objects
    .toSorted((one, other) => compareText(nameOf(one), nameOf(other)))
    .map((object) => `${JSON.stringify(inOrder(withoutVolatile(object)))}\n`)
    .join('')
}

function withoutVolatile(object: StoredObject): object {
  const kept = Object.entries(object).filter(([key]) => !volatileKeys.includes(key))
  return Object.fromEntries(kept)
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([one], [other]) => compareText(one, other))
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]))
}
