import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { topics } from './catalogue.ts'
import {
  isJsonObject,
  type Json,
  readGoldenEvents,
  valueAt,
  withValue,
} from './publish/golden-events.ts'
import { eventSchemaOf, type JsonSchema } from './publish/json-schema.ts'

const ajv = new Ajv2020({ strict: true, keywords: ['x-personal'] })
// ajv-formats is CommonJS: its default export is the module itself.
;(addFormatsModule as unknown as { default: (to: Ajv2020) => void }).default(ajv)

const eventTypes = topics.flatMap((topic) => topic.events)
const validators = new Map(
  eventTypes.map((event) => [event.type, ajv.compile(eventSchemaOf(event))] as const),
)
const goldens = readGoldenEvents(join(import.meta.dirname, 'golden'))
const rows = goldens.map((golden) => [golden.file, golden] as const)

function eventTypeOf(type: string) {
  const found = eventTypes.find((candidate) => candidate.type === type)
  if (found === undefined) throw new Error(`no event type ${type} in the catalogue`)
  return found
}

describe('golden events', () => {
  test.each(rows)('%s parses with the schema of today', (_file, { type, event }) => {
    const parsed = eventTypeOf(type).schema.safeParse(event)

    expect(parsed.error).toBeUndefined()
    expect(parsed.data).toEqual(event)
  })

  test.each(rows)('%s fits its published JSON Schema', (_file, { type, event }) => {
    const validate = validators.get(type)

    expect(validate?.(event), JSON.stringify(validate?.errors)).toBe(true)
  })

  test.each(rows)('%s is named by its type, its id by its time', (file, { type, event }) => {
    const time = parseInt(event.id.replaceAll('-', '').slice(0, 12), 16)

    expect(file === `${type}.json` || file.startsWith(`${type}-`)).toBe(true)
    expect(new Date(time).toISOString()).toBe(event.time)
  })

  test.each(eventTypes.map(({ type }) => type))('stand for %s, with all it may have', (type) => {
    const named = namedPaths(eventSchemaOf(eventTypeOf(type))).map(({ path }) => path)

    const unseen = named.filter((path) =>
      goldens.every(({ event }) => valueAt(event, path) === undefined),
    )

    expect(goldens.map((golden) => golden.type)).toContain(type)
    expect(unseen).toEqual([])
  })

  test.each(rows)('%s is refused without any one of its required fields', (_file, golden) => {
    const { schema } = eventTypeOf(golden.type)
    const required = namedPaths(eventSchemaOf(eventTypeOf(golden.type)))
      .filter(({ isRequired, path }) => isRequired && valueAt(golden.event, path) !== undefined)
      .map(({ path }) => path)

    expect(required.length).toBeGreaterThan(10)
    for (const path of required) {
      const mutilated = withValue(golden.event, path, undefined)
      expect(schema.safeParse(mutilated).success, path.join('.')).toBe(false)
      expect(validators.get(golden.type)?.(mutilated), path.join('.')).toBe(false)
    }
  })

  test('whatever the worker accepts of a changed one, the published schema accepts', () => {
    let acceptedCount = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...goldens),
        fc.nat(),
        changes,
        ({ type, event }, pick, change) => {
          const paths = allPaths(event)
          const path = paths[pick % paths.length] ?? []
          const changed = withValue(event, path, change(valueAt(event, path) ?? null))
          const isAccepted = eventTypeOf(type).schema.safeParse(changed).success
          if (isAccepted) acceptedCount += 1
          return !isAccepted || validators.get(type)?.(changed) === true
        },
      ),
      { numRuns: 5_000, seed: 20_261_121 },
    )

    // Else the property would say nothing: most random values are refused.
    expect(acceptedCount).toBeGreaterThan(500)
  })
})

/** A new value made from the one that is there; undefined takes the field away. */
type Change = (value: Json) => Json | undefined

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.jsonValue().map((value) => () => value as Json),
  fc.constant(() => undefined),
  fc
    .tuple(fc.string({ unit: 'binary', maxLength: 210 }), fc.nat({ max: 40 }))
    .map(([text, keep]) => onText((before) => before.slice(0, keep) + text)),
  fc
    .tuple(fc.nat({ max: 40 }), fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }))
    .map(([at, unit]) => onText((before) => before.slice(0, at) + unit + before.slice(at + 1))),
  fc.constant(onText((before) => before.repeat(200).slice(0, 201))),
  fc.maxSafeInteger().map((value) => () => value),
  fc.double({ noNaN: true, min: -181, max: 181 }).map((value) => () => value),
)

function onText(change: (before: string) => string): Change {
  return (value) => (typeof value === 'string' ? change(value) : value)
}

type Path = readonly string[]

interface NamedPath {
  readonly path: Path
  readonly isRequired: boolean
}

/** Required means: of the object that it is in, where that is there. */
function namedPaths(schema: JsonSchema, prefix: Path = []): NamedPath[] {
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>
  const required = (schema['required'] ?? []) as string[]
  return Object.entries(properties).flatMap(([name, property]) => {
    const path = [...prefix, name]
    return [{ path, isRequired: required.includes(name) }, ...namedPaths(property, path)]
  })
}

function allPaths(value: Json, prefix: Path = []): Path[] {
  if (!isJsonObject(value)) return [prefix]
  const inner = Object.entries(value).flatMap(([name, child]) => allPaths(child, [...prefix, name]))
  return prefix.length === 0 ? inner : [prefix, ...inner]
}
