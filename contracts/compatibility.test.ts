import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { cloudEvent } from './cloud-event.ts'
import { incompatibilities } from './compatibility.ts'
import { eventSchemaOf } from './publish/json-schema.ts'
import { personal } from './text.ts'

const type = 'shop.order.placed.v1'

function schemaOf(data: z.ZodType) {
  return eventSchemaOf({ type, summary: 'An order.', schema: cloudEvent(type, data) })
}

function sentencesOf(frozen: z.ZodType, today: z.ZodType) {
  const found = incompatibilities({
    type,
    types: [type],
    frozen: schemaOf(frozen),
    today: schemaOf(today),
  })
  return found.map(({ sentence }) => sentence)
}

const toOldEvents = 'so events of v1 may no longer parse'
const toOldReaders = 'which readers of v1 refuse'

function inBoth(what: string): string[] {
  return [`${what}, ${toOldEvents}`, `${what}, ${toOldReaders}`]
}

type Change = readonly [what: string, frozen: z.ZodType, today: z.ZodType, said: readonly string[]]

/** A change of the field `data.it`. */
function field(what: string, frozen: z.ZodType, today: z.ZodType, said: string[]): Change {
  return [what, z.object({ it: frozen }), z.object({ it: today }), said]
}

const code = z.string().regex(/^[A-Z]+$/)
const tip = z.int().optional()
const fields = { it: z.string() }

const breaking: readonly Change[] = [
  field('a value taken from a set', z.enum(['a', 'b', 'c']), z.enum(['a']), [
    `data.it may no longer be 'b' or 'c', ${toOldEvents}`,
  ]),
  field('a value added to a set', z.enum(['a']), z.enum(['a', 'b']), [
    `data.it may now be 'b', ${toOldReaders}`,
  ]),
  field('a value renamed', z.enum(['a', 'b']), z.enum(['a', 'c']), [
    `data.it may no longer be 'b', ${toOldEvents}`,
    `data.it may now be 'c', ${toOldReaders}`,
  ]),
  field('another constant', z.literal(1), z.literal(2), [
    `data.it may no longer be 1, ${toOldEvents}`,
    `data.it may now be 2, ${toOldReaders}`,
  ]),
  field('a constant that became a set', z.literal('a'), z.enum(['a', 'b']), [
    `data.it may now be 'b', ${toOldReaders}`,
  ]),
  field('text that became a set', z.string(), z.enum(['a', 'b']), [
    `data.it may now only be 'a' or 'b', ${toOldEvents}`,
  ]),
  field('a set that became text', z.enum(['a', 'b']), z.string(), [
    `data.it may now be other than 'a' or 'b', ${toOldReaders}`,
  ]),
  field('text cut shorter', z.string().max(200), z.string().max(100), [
    `the maxLength of data.it is now 100 (was 200), ${toOldEvents}`,
  ]),
  field('text allowed longer', z.string().max(200), z.string().max(201), [
    `the maxLength of data.it is now 201 (was 200), ${toOldReaders}`,
  ]),
  field('text without its limit', z.string().max(200), z.string(), [
    `the maxLength of data.it is now none (was 200), ${toOldReaders}`,
  ]),
  field('text with a first limit', z.string(), z.string().max(200), [
    `the maxLength of data.it is now 200 (was none), ${toOldEvents}`,
  ]),
  field('text that may no longer be empty', z.string(), z.string().min(1), [
    `the minLength of data.it is now 1 (was none), ${toOldEvents}`,
  ]),
  field('text that may now be empty', z.string().min(1), z.string().min(0), [
    `the minLength of data.it is now 0 (was 1), ${toOldReaders}`,
  ]),
  field('a number bounded closer from below', z.number().min(-90), z.number().min(0), [
    `the minimum of data.it is now 0 (was -90), ${toOldEvents}`,
  ]),
  field('a number bounded wider from below', z.number().min(0), z.number().min(-90), [
    `the minimum of data.it is now -90 (was 0), ${toOldReaders}`,
  ]),
  field('a number bounded closer from above', z.number().max(90), z.number().max(45), [
    `the maximum of data.it is now 45 (was 90), ${toOldEvents}`,
  ]),
  field('a number bounded wider from above', z.number().max(90), z.number().max(180), [
    `the maximum of data.it is now 180 (was 90), ${toOldReaders}`,
  ]),
  field('a bound of a kind that is not compared', z.number(), z.number().gt(0), [
    ...inBoth('the exclusiveMinimum of data.it has changed'),
  ]),
  field(
    'another type',
    z.string().max(9),
    z.boolean(),
    inBoth('the type of data.it is now boolean (was string)'),
  ),
  field('fractions allowed', z.int().min(0).max(9), z.number().min(0).max(9), [
    `the type of data.it is now number (was integer), ${toOldReaders}`,
  ]),
  field('fractions refused', z.number().min(0).max(9), z.int().min(0).max(9), [
    `the type of data.it is now integer (was number), ${toOldEvents}`,
  ]),
  field('text that may be anything', z.string(), z.unknown(), [
    `the type of data.it is now anything (was string), ${toOldReaders}`,
  ]),
  field('null allowed', z.string(), z.string().nullable(), [
    `the type of data.it is now string or null (was string), ${toOldReaders}`,
  ]),
  field('null refused', z.string().nullable(), z.string(), [
    `the type of data.it is now string (was string or null), ${toOldEvents}`,
  ]),
  field(
    'another pattern',
    code,
    z.string().regex(/^[A-Z]{3}$/),
    inBoth('the pattern of data.it has changed'),
  ),
  field('a first pattern', z.string(), code, [`data.it now has a pattern, ${toOldEvents}`]),
  field('no pattern any more', code, z.string(), [
    `data.it no longer has a pattern, ${toOldReaders}`,
  ]),
  field('other elements of a list', z.array(z.string()), z.array(z.int()), [
    ...inBoth('the items of data.it has changed'),
  ]),
  field('a change deep inside', z.object({ at: z.enum(['a']) }), z.object({ at: z.enum(['b']) }), [
    `data.it.at may no longer be 'a', ${toOldEvents}`,
    `data.it.at may now be 'b', ${toOldReaders}`,
  ]),
  field('a field that must now be there', tip, z.int(), [
    `data.it is now required, ${toOldEvents}`,
  ]),
  field('a field that may now be missing', z.int(), tip, [
    `data.it may now be missing, ${toOldReaders}`,
  ]),
  [
    'a new field that is required',
    z.object(fields),
    z.object({ ...fields, tip: z.int() }),
    [`data.tip is now required, ${toOldEvents}`],
  ],
  [
    'a required field taken away',
    z.object({ ...fields, tip: z.int() }),
    z.object(fields),
    [`data.tip is gone, ${toOldReaders}`],
  ],
  [
    'an optional field taken away',
    z.object({ ...fields, tip }),
    z.object(fields),
    ['data.tip is gone, and with it what it told readers of v1'],
  ],
  [
    'an optional field taken from a closed model',
    z.strictObject({ ...fields, tip }),
    z.strictObject(fields),
    [
      'data.tip is gone, and with it what it told readers of v1',
      `data.tip is no longer taken, ${toOldEvents}`,
    ],
  ],
  [
    'a new optional field in a closed model',
    z.strictObject(fields),
    z.strictObject({ ...fields, tip }),
    [`data.tip is new in a closed model, ${toOldReaders}`],
  ],
  [
    'a model closed',
    z.object(fields),
    z.strictObject(fields),
    [`data no longer takes every unknown field, ${toOldEvents}`],
  ],
  [
    'a model opened',
    z.strictObject(fields),
    z.object(fields),
    [`data may now have unknown fields, ${toOldReaders}`],
  ],
  [
    'other values of unknown fields',
    z.object(fields).catchall(z.string()),
    z.object(fields).catchall(z.int()),
    inBoth('the additionalProperties of data have changed'),
  ],
]

const allowed: readonly (readonly [what: string, frozen: z.ZodType, today: z.ZodType])[] = [
  ['nothing', z.object(fields), z.object(fields)],
  ['a new optional field', z.object(fields), z.object({ ...fields, tip })],
  ['fields in another order', z.object({ a: code, b: tip }), z.object({ b: tip, a: code })],
  [
    'values of a set in another order',
    z.object({ it: z.enum(['a', 'b']) }),
    z.object({ it: z.enum(['b', 'a']) }),
  ],
  [
    'a set of one that is a constant',
    z.object({ it: z.enum(['a']) }),
    z.object({ it: z.literal('a') }),
  ],
  ['an open model that says so', z.object(fields), z.looseObject(fields)],
  [
    'words for people',
    z.object({ it: z.string().meta({ description: 'A.', examples: ['a'], title: 'A' }) }),
    z.object({ it: personal(z.string().meta({ description: 'B.', examples: ['b'] })) }),
  ],
]

describe('a change of an event', () => {
  test.each(breaking)('is told of with its new version: %s', (_what, frozen, today, said) => {
    expect(sentencesOf(frozen, today)).toEqual(
      said.map((it) => `${type}: ${it}. Keep v1 as it was and make it shop.order.placed.v2.`),
    )
  })

  test.each(allowed)('may be made within its version: %s', (_what, frozen, today) => {
    expect(sentencesOf(frozen, today)).toEqual([])
  })

  test('is advised a version that is not taken, of the same event', () => {
    const [found] = incompatibilities({
      type,
      types: [type, 'shop.order.placed.v2', 'shop.order.paid.v7'],
      frozen: schemaOf(z.object({ it: z.enum(['a']) })),
      today: schemaOf(z.object({ it: z.enum(['a', 'b']) })),
    })

    expect(found).toEqual({
      path: 'data.it',
      breaks: 'old readers',
      sentence:
        "shop.order.placed.v1: data.it may now be 'b', which readers of v1 refuse. Keep v1 as it was and make it shop.order.placed.v3.",
    })
  })

  test('of the whole event names the event', () => {
    const frozen = { type: 'object' }

    const [found] = incompatibilities({
      type,
      types: [type],
      frozen,
      today: { ...frozen, additionalProperties: false },
    })

    expect(found?.sentence).toMatch(/: the event no longer takes every unknown field, so events/)
  })
})
