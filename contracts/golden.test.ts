import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { topics } from './catalogue.ts'
import { eventSchemaOf } from './publish/json-schema.ts'

const folder = join(import.meta.dirname, 'golden')
const goldens = readdirSync(folder).map((file) => [
  file,
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as Json,
]) as readonly [string, Json][]
const eventTypes = topics.flatMap((topic) => topic.events)

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

const ajv = new Ajv2020({ strict: true, keywords: ['x-personal', 'example'] })
// ajv-formats is CommonJS: its default export is the module itself.
;(addFormatsModule as unknown as { default: (to: Ajv2020) => void }).default(ajv)
const validators = new Map(
  eventTypes.map((event) => [event.type, ajv.compile(eventSchemaOf(event))] as const),
)

function eventTypeOf(golden: Json) {
  const type = (golden as { type: string }).type
  const found = eventTypes.find((candidate) => candidate.type === type)
  if (found === undefined) throw new Error(`no event type ${type} in the catalogue`)
  return found
}

describe('golden events', () => {
  test.each(goldens)('%s parses with the schema of today', (_file, golden) => {
    const parsed = eventTypeOf(golden).schema.safeParse(golden)

    expect(parsed.error).toBeUndefined()
    expect(parsed.data).toEqual(golden)
  })

  test.each(goldens)('%s fits its published JSON Schema', (_file, golden) => {
    const validate = validators.get(eventTypeOf(golden).type)

    expect(validate?.(golden)).toBe(true)
  })

  test('stand for every type of event in the catalogue', () => {
    const covered = new Set(goldens.map(([, golden]) => eventTypeOf(golden).type))

    expect([...covered].sort()).toEqual(eventTypes.map(({ type }) => type).sort())
  })

  test.each(goldens)('%s is refused without any one of its required fields', (_file, golden) => {
    const { type, schema } = eventTypeOf(golden)
    const required = requiredPaths(eventSchemaOf(eventTypeOf(golden)))
      // Required inside an object that is there.
      .filter((path) => at(golden, path) !== undefined)

    expect(required.length).toBeGreaterThan(10)
    for (const path of required) {
      const mutilated = without(golden, path)
      expect(schema.safeParse(mutilated).success, path.join('.')).toBe(false)
      expect(validators.get(type)?.(mutilated), path.join('.')).toBe(false)
    }
  })

  test('whatever the worker accepts, the published schema accepts', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...goldens),
        fc.nat(),
        fc.oneof(fc.jsonValue(), fc.string(), fc.integer(), fc.double()),
        ([, golden], pick, replacement) => {
          const paths = allPaths(golden)
          const path = paths[pick % paths.length] ?? []
          const mutated = withValue(golden, path, replacement as Json)
          const { type, schema } = eventTypeOf(golden)
          const isAccepted = schema.safeParse(mutated).success
          return !isAccepted || validators.get(type)?.(mutated) === true
        },
      ),
      { numRuns: 3_000, seed: 20_261_121 },
    )
  })
})

type Path = readonly string[]

function requiredPaths(schema: Readonly<Record<string, unknown>>, prefix: Path = []): Path[] {
  const properties = (schema['properties'] ?? {}) as Record<string, Record<string, unknown>>
  const own = ((schema['required'] ?? []) as string[]).map((name) => [...prefix, name])
  const inner = Object.entries(properties).flatMap(([name, property]) =>
    requiredPaths(property, [...prefix, name]),
  )
  return [...own, ...inner]
}

function allPaths(value: Json, prefix: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [prefix]
  const inner = Object.entries(value).flatMap(([name, child]) => allPaths(child, [...prefix, name]))
  return prefix.length === 0 ? inner : [prefix, ...inner]
}

function at(value: Json, [name, ...rest]: Path): Json | undefined {
  if (name === undefined) return value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const child = value[name]
  return child === undefined ? undefined : at(child, rest)
}

function without(value: Json, path: Path): Json {
  const [name = '', ...rest] = path
  const copy = { ...(value as Record<string, Json>) }
  if (rest.length > 0) copy[name] = without(copy[name] ?? null, rest)
  else Reflect.deleteProperty(copy, name)
  return copy
}

function withValue(value: Json, [name = '', ...rest]: Path, replacement: Json): Json {
  const copy = { ...(value as Record<string, Json>) }
  copy[name] = rest.length > 0 ? withValue(copy[name] ?? null, rest, replacement) : replacement
  return copy
}
