import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deadLetterCodes } from '../contracts/dead-letter.ts'
import { documentSchemaOf } from '../contracts/document-schema.ts'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { customers } from '../contracts/indices/customers.ts'
import { type Effects, type LogRecord, type StateBody } from '../contracts/processor.ts'
import { bankProcessor, defaultFoldSettings } from './bank.ts'
import { accountOpened, authorized, bytesOf, customerRegistered } from './event-builders.ts'
import { declined, recordOf, reversed } from './event-builders.ts'
import { foldedEvents } from './folded.ts'

const processor = bankProcessor(defaultFoldSettings)
const documentSchemas = new Map(processor.indices.map((index) => [index, documentSchemaOf(index)]))
const eventSchemas = new Map<unknown, (typeof bankActivity.events)[number]['schema']>(
  bankActivity.events.map(({ type, schema }) => [type, schema]),
)
const valid = [customerRegistered(), accountOpened(), authorized(), declined(), reversed()]
const appendedAt = recordOf(authorized()).appendTime

/** A customer of whom everything is known. */
const known = foldedEvents(valid).customers.get('c-000042') as unknown as StateBody

type Outcome = 'applied' | 'refused' | 'wrong'

/** An event with a document that its index takes, or a refusal within its bounds. */
function outcomeOf(record: LogRecord): Outcome {
  const decoded = processor.decode(record, bankActivity.partitions)
  if (!decoded.ok) {
    return decoded.code in deadLetterCodes && decoded.reason.length <= 300 ? 'refused' : 'wrong'
  }
  const isTaken = [undefined, known].every((state) =>
    documentsOf(processor.apply(decoded.event, record, state)).every(
      ({ index, body }) => documentSchemas.get(index)?.safeParse(body).success === true,
    ),
  )
  return isTaken ? 'applied' : 'wrong'
}

/** Every document that an event makes or changes, as it is stored. */
function documentsOf({ eventDocument, state = {}, contributions = [] }: Effects) {
  const fold = { last_offset: 1 }
  return [
    eventDocument,
    { index: customers, body: { ...state, fold } },
    ...contributions.map((added) => ({
      index: added.index,
      body: { ...added.addTo(undefined), fold },
    })),
  ]
}

/** JSON text that a lenient reader would trip over, and plain text of the right kind. */
const odd = fc.oneof(
  fc.constantFrom(
    ...['null', 'true', '{}', '[]', '""', '0', '-0', '-1', '1e400', '-1e400', '1e-400', '42.5'],
    ...['9007199254740991', '9007199254740992', '123456789012345678901234567890', '90', '180.5'],
    ...['"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"😀"', `"${'😀'.repeat(101)}"`],
    ...[`"${'é'.repeat(200)}"`, `"${'é'.repeat(201)}"`, `"${'9'.repeat(65)}"`, '" "', '"\\ufeff"'],
    ...['"__proto__"', '"constructor"', '{"__proto__":{"polluted":true}}', '{"length":1}'],
    ...['"2016-02-29T00:00:00.000Z"', '"2016-12-31T23:59:60.000Z"', '"9999-12-31T23:59:59.999Z"'],
    ...['"EUR"', '"JPY"', '"XXX"', '"FR"', '"UTC"', '"Mars/Base"', '"5411"', '"0000"', '"credit"'],
    `${'['.repeat(1_000)}${']'.repeat(1_000)}`,
  ),
  fc.json(),
  fc.nat().map(String),
  fc.stringMatching(/^[A-Za-z0-9]{1,10}$/).map((text) => JSON.stringify(text)),
)

const oddName = fc
  .oneof(
    fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'reason', 'category'),
    fc.string({ minLength: 1, maxLength: 8 }),
  )
  // A name that comes first is overruled by the event's own, if it has one; a new one is not known.
  .filter((name) => !['merchant', 'counterpart'].includes(name))

const marked = '"@@"'

/** Every valid event as JSON text, once per place, with a mark where the value of that place was. */
const withPlaceMarked = valid.flatMap((event) =>
  pathsIn(event).map((path) => ({ event, text: JSON.stringify(replacedAt(event, path, '@@')) })),
)

/** Every valid event as JSON text, once per object in it, with a marked field before all others. */
const withFieldMarked = valid.flatMap((event) =>
  [[], ...pathsIn(event)]
    .filter((path) => isObject(valueAt(event, path)))
    .map((path) => {
      const value = { '@@': 0, ...(valueAt(event, path) as object) }
      return { event, text: JSON.stringify(replacedAt(event, path, value)) }
    }),
)

function pathsIn(value: unknown): string[][] {
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, field]) => [
    [name],
    ...pathsIn(field).map((path) => [name, ...path]),
  ])
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((at: unknown, name) => (isObject(at) ? at[name] : undefined), value)
}

function replacedAt(value: unknown, path: readonly string[], by: unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined || !isObject(value)) return by
  return { ...value, [name]: replacedAt(value[name], rest, by) }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isValidForZod(text: string): boolean {
  const json = JSON.parse(text) as { type: unknown }
  return eventSchemas.get(json.type)?.safeParse(json).success === true
}

function isRefusedBySchema(record: LogRecord): boolean {
  const decoded = processor.decode(record, bankActivity.partitions)
  return !decoded.ok && ['schema-violated', 'unknown-type'].includes(decoded.code)
}

function bodiesOf(record: LogRecord): unknown {
  const decoded = processor.decode(record, bankActivity.partitions)
  if (!decoded.ok) return decoded.code
  return documentsOf(processor.apply(decoded.event, record, known)).map(({ body }) => body)
}

describe('decode and apply', () => {
  test('take any bytes as value and key', () => {
    const bytes = fc.uint8Array({ maxLength: 200 })

    fc.assert(
      fc.property(
        bytes,
        fc.option(bytes),
        (value, key) => outcomeOf(recordOf(authorized(), { value, key })) === 'refused',
      ),
      { seed: 11, numRuns: 5_000 },
    )
  })

  test('take an event with some of its bytes changed', () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: 800 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 3,
    })

    fc.assert(
      fc.property(fc.constantFrom(...valid), changes, (event, changed) => {
        const value = bytesOf(JSON.stringify(event))
        for (const [at, byte] of changed) value[at % value.length] = byte
        return outcomeOf(recordOf(event, { value })) !== 'wrong'
      }),
      { seed: 12, numRuns: 5_000 },
    )
  })

  test('accept exactly what zod accepts, whatever stands in whichever field', () => {
    const outcomes = { applied: 0, refused: 0, wrong: 0 }

    fc.assert(
      fc.property(fc.constantFrom(...withPlaceMarked), odd, (place, value) => {
        const text = place.text.replace(marked, () => value)
        const record = recordOf(place.event, { value: bytesOf(text), appendTime: appendedAt })

        outcomes[outcomeOf(record)]++

        return isRefusedBySchema(record) !== isValidForZod(text)
      }),
      { seed: 13, numRuns: 20_000 },
    )
    expect(outcomes.wrong).toBe(0)
    // Both ways are taken often, or the test says little.
    expect(outcomes.applied).toBeGreaterThan(1_000)
    expect(outcomes.refused).toBeGreaterThan(1_000)
  }, 60_000)

  test('make the same document whatever further fields an event carries', () => {
    fc.assert(
      fc.property(fc.constantFrom(...withFieldMarked), oddName, odd, (object, name, value) => {
        const field = `${JSON.stringify(name)}:${value}`
        const text = object.text.replace(`${marked}:0`, () => field)
        const record = recordOf(object.event, { value: bytesOf(text) })

        expect(bodiesOf(record)).toEqual(bodiesOf(recordOf(object.event)))
      }),
      { seed: 14, numRuns: 5_000 },
    )
  }, 60_000)
})
