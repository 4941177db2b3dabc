import { z } from 'zod'

/**
 * The dotted paths of what an event schema marks as personal: `data.counterpart.name`. Whoever logs
 * an event redacts these.
 *
 * A path leads through the elements of an array without an index. Where a mark lies in what no path
 * leads to (the values of a record), the whole of it counts as personal.
 */
export function personalPaths(schema: z.ZodType): string[] {
  return [...new Set(pathsIn(z.toJSONSchema(schema, { io: 'input' }), ''))]
}

/** Keywords of JSON Schema whose schemas say something about the value itself or its elements. */
const transparent: ReadonlySet<string> = new Set(['items', 'anyOf', 'oneOf', 'allOf'])

function pathsIn(schema: unknown, path: string): string[] {
  if (!isObject(schema)) return []
  if (schema['x-personal'] === true) return [path]
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword === 'properties' && isObject(value)) return pathsOfProperties(value, path)
    if (transparent.has(keyword)) return [value].flat().flatMap((part) => pathsIn(part, path))
    return hasMark(value) ? [path] : []
  })
}

function pathsOfProperties(properties: JsonObject, path: string): string[] {
  const prefix = path === '' ? '' : `${path}.`
  return Object.entries(properties).flatMap(([name, property]) =>
    pathsIn(property, `${prefix}${name}`),
  )
}

function hasMark(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasMark)
  if (!isObject(value)) return false
  return value['x-personal'] === true || Object.values(value).some(hasMark)
}

type JsonObject = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
