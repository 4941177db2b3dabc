import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { topics } from './catalogue.ts'
import { incompatibilities } from './compatibility.ts'
import {
  isJsonObject,
  type Json,
  type JsonObject,
  readGoldenEvents,
  valueAt,
  withValue,
} from './publish/golden-events.ts'
import { eventSchemaOf } from './publish/json-schema.ts'

const ajv = new Ajv2020({ strict: false, addUsedSchema: false })
// ajv-formats is CommonJS: its default export is the module itself.
;(addFormatsModule as unknown as { default: (to: Ajv2020) => void }).default(ajv)

const eventTypes = topics.flatMap((topic) => topic.events)
const types = eventTypes.map(({ type }) => type)
const goldens = readGoldenEvents(join(import.meta.dirname, 'golden'))
const folder = join(import.meta.dirname, 'history')
const ending = '.schema.json'

function frozenOf(type: string): JsonObject {
  return JSON.parse(readFileSync(join(folder, `${type}${ending}`), 'utf8')) as JsonObject
}

describe('the history of the events', () => {
  test('has every type (else: npx tally contracts freeze), and no type is gone from the catalogue', () => {
    const frozen = readdirSync(folder).map((file) => file.replace(ending, ''))

    expect(frozen.sort()).toEqual([...types].sort())
  })

  test.each(eventTypes.map((event) => [event.type, event] as const))(
    '%s breaks no old event and no old reader',
    (type, event) => {
      const found = incompatibilities({
        type,
        types,
        frozen: frozenOf(type),
        today: eventSchemaOf(event),
      })

      expect(found.map(({ sentence }) => sentence)).toEqual([])
    },
  )

  test.each(goldens.map((golden) => [golden.file, golden] as const))(
    '%s is read by the first reader of its version, and by that of today',
    (_file, { type, event }) => {
      const readerOfToday = eventTypes.find((candidate) => candidate.type === type)?.schema
      const firstReader = ajv.compile(frozenOf(type))

      expect(readerOfToday?.safeParse(event).error).toBeUndefined()
      expect(firstReader(event), JSON.stringify(firstReader.errors)).toBe(true)
    },
  )
})

describe('a change that is called compatible', () => {
  test('neither refuses an event of before nor allows one that readers of before refuse', () => {
    const seen = { oldValues: 0, newValues: 0, refusals: 0 }
    fc.assert(
      fc.property(fc.constantFrom(...goldens), fc.nat(), schemaChanges, (golden, pick, change) => {
        const { type, event } = golden
        const frozen = frozenSchemas.get(type) ?? {}
        const places = placesOf(frozen).filter(({ at }) => valueAt(event, at) !== undefined)
        const { inSchema, at } = places[pick % places.length] ?? { inSchema: [], at: [] }
        const node = valueAt(frozen, inSchema) as JsonObject
        const nodeToday = change(node)
        const today = withNode(frozen, inSchema, nodeToday)
        const broken = incompatibilities({ type, types, frozen, today }).map((it) => it.breaks)
        // All else is as it was, so that an event is read where its value at this place is.
        const [isOld, isNew] = [ajv.compile(node), ajv.compile(nodeToday)]

        return variantsOf(valueAt(event, at) ?? null, [node, nodeToday]).every((value) => {
          if (isOld(value) !== isNew(value)) seen.refusals += 1
          if (!broken.includes('old events') && isOld(value)) {
            seen.oldValues += 1
            if (!isNew(value)) return false
          }
          if (!broken.includes('old readers') && isNew(value)) {
            seen.newValues += 1
            if (!isOld(value)) return false
          }
          return true
        })
      }),
      { numRuns: 500, seed: 20_261_121 },
    )

    // Else the property would say nothing.
    expect(Math.min(seen.oldValues, seen.newValues, seen.refusals)).toBeGreaterThan(200)
  })
})

const frozenSchemas = new Map(types.map((type) => [type, frozenOf(type)]))

type Path = readonly string[]

interface SchemaPlace {
  readonly inSchema: Path
  /** Where in the event. */
  readonly at: Path
}

function placesOf(schema: Json, inSchema: Path = [], at: Path = []): SchemaPlace[] {
  const properties = (schema as JsonObject)['properties'] ?? {}
  const inner = Object.entries(properties).flatMap(([name, child]) =>
    placesOf(child as Json, [...inSchema, 'properties', name], [...at, name]),
  )
  return [{ inSchema, at }, ...inner]
}

function withNode(schema: JsonObject, path: Path, node: JsonObject): JsonObject {
  return path.length === 0 ? node : withValue(schema, path, node)
}

type SchemaChange = (node: JsonObject) => JsonObject

/** One keyword of a schema is other than it was. Where it makes no sense it changes nothing. */
const schemaChanges: fc.Arbitrary<SchemaChange> = fc.oneof(
  fc
    .constantFrom('type', 'enum', 'const', 'pattern', 'maxLength', 'minLength', 'minimum', 'title')
    .map((keyword) => (node: JsonObject) => withValue(node, [keyword], undefined)),
  fc
    .tuple(
      fc.constantFrom('maxLength', 'minLength', 'minimum', 'maximum'),
      fc.constantFrom(-100, -3, -1, 1, 3, 100),
    )
    .map(([keyword, by]) => {
      return changed(keyword, (it) => (typeof it === 'number' ? Math.max(it + by, 0) : it))
    }),
  fc
    .constantFrom('string', 'integer', 'number', 'object')
    .map((type) => changed('type', () => type)),
  fc.nat({ max: 5 }).map((at) => changed('enum', (it) => without(it, at))),
  fc.constant(changed('enum', (it) => (Array.isArray(it) ? [...(it as Json[]), 'wallet'] : it))),
  fc.nat({ max: 12 }).map((at) => changed('required', (it) => without(it, at))),
  fc.constant(changed('required', (it) => (Array.isArray(it) ? [...(it as Json[]), 'new'] : it))),
  fc
    .constantFrom('merchant', 'counterpart')
    .map((name) =>
      changed('required', (it) => (Array.isArray(it) ? [...(it as Json[]), name] : it)),
    ),
  fc.constant(changed('properties', (it) => it && { ...(it as JsonObject), new: {} })),
  fc.nat({ max: 12 }).map((at) =>
    changed('properties', (it) => {
      const names = Object.keys((it ?? {}) as JsonObject)
      return it && withValue(it, [names[at % names.length] ?? ''], undefined)
    }),
  ),
  fc.constant((node: JsonObject) => ({ ...node, additionalProperties: false })),
  fc.constantFrom('^[a-z]', '.').map((pattern) => changed('pattern', () => pattern)),
)

function changed(keyword: string, change: (before: Json | undefined) => Json | undefined) {
  return (node: JsonObject) => withValue(node, [keyword], change(node[keyword]))
}

function without(list: Json | undefined, at: number): Json | undefined {
  if (!Array.isArray(list) || list.length < 2) return list
  return (list as Json[]).filter((_, index) => index !== at % list.length)
}

/** The value, some of another type, and those at the limits of the schemas and a step outside. */
function variantsOf(value: Json, schemas: readonly JsonObject[]): Json[] {
  const others = isJsonObject(value) ? objectVariants(value) : schemas.flatMap(edgesOf)
  return [value, null, 'wallet', 1, 1.5, {}, ...others]
}

function objectVariants(value: JsonObject): JsonObject[] {
  return [
    { ...value, unknown: 1 },
    { ...value, new: 'new' },
    ...Object.keys(value).flatMap((name) =>
      [undefined, null].map((it) => withValue(value, [name], it)),
    ),
  ]
}

function edgesOf(schema: JsonObject): Json[] {
  const { minLength, maxLength, minimum, maximum } = schema
  const lengths = [minLength, maxLength].filter((it) => typeof it === 'number')
  const bounds = [minimum, maximum].filter((it) => typeof it === 'number')
  return [
    ...around(lengths).flatMap((length) =>
      ['a', '/live/a', '7'].map((it) => it.padEnd(length, it)),
    ),
    ...around(bounds),
    ...((schema['enum'] ?? []) as Json[]),
  ].filter((it) => typeof it !== 'string' || it.length < 10_000)
}

function around(limits: readonly number[]): number[] {
  return limits.flatMap((it) => [it - 1, it, it + 1])
}
