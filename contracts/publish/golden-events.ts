import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A committed event that must parse for ever; also the example of its type in what is published. */
export interface GoldenEvent {
  /** `<type>.json`, or `<type>-<what is special>.json`. */
  readonly file: string
  readonly type: string
  readonly event: JsonObject & Readonly<Record<'id' | 'time' | 'type', string>>
}

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

/** Reads the golden events of a folder, ordered by file name; the plain one of a type is first. */
export function readGoldenEvents(folder: string): GoldenEvent[] {
  return readdirSync(folder)
    .map((file) => file.replace(/\.json$/, ''))
    .sort()
    .map((name) => {
      const file = `${name}.json`
      const event = JSON.parse(readFileSync(join(folder, file), 'utf8')) as GoldenEvent['event']
      return { file, type: event.type, event }
    })
}

/** What stands at a path, where something does. Arrays have no paths inside. */
export function valueAt(value: Json, [name, ...rest]: readonly string[]): Json | undefined {
  if (name === undefined) return value
  if (!isJsonObject(value)) return undefined
  const child = value[name]
  return child === undefined ? undefined : valueAt(child, rest)
}

/** The same with another value at a path, whose parents are there; undefined takes it away. */
export function withValue(
  value: Json,
  [name = '', ...rest]: readonly string[],
  changed: Json | undefined,
): JsonObject {
  const { [name]: before = null, ...others } = value as JsonObject
  const child = rest.length > 0 ? withValue(before, rest, changed) : changed
  return child === undefined ? others : { ...others, [name]: child }
}

export function isJsonObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
