import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { accountOpened, authorized, customerRegistered, declined } from './event-builders.ts'
import { reversed } from './event-builders.ts'
import { sureCheckOf } from './schema-check.ts'

const samples = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  NaN,
  Infinity,
  '',
  'a',
  'ab',
  'abc',
  '\u{1f600}',
  '\u{1f600}\u{1f600}',
  '2026-02-28',
  [],
  {},
  { a: 'ab' },
  { a: 'ab', b: 1 },
  { b: 1 },
]

describe('a sure check', () => {
  test.each<[string, z.ZodType]>([
    ['text of two or more', z.string().min(2)],
    ['text of at most one', z.string().max(1)],
    ['text of exactly two', z.string().length(2)],
    ['text by pattern', z.string().regex(/^a/)],
    ['text by a pattern that remembers', z.string().regex(/a/g)],
    ['trimmed text', z.string().trim()],
    ['text made from anything', z.coerce.string()],
    ['a date', z.iso.date()],
    ['an address', z.email()],
    ['a number', z.number()],
    ['a number above zero', z.number().gt(0)],
    ['a number from zero to one', z.number().min(0).max(1)],
    ['a multiple of three', z.number().multipleOf(3)],
    ['a whole number', z.int()],
    ['a whole number of 32 bits', z.int32()],
    ['a literal', z.literal('a')],
    ['one of two', z.enum(['a', 'ab'])],
    ['nothing or text', z.string().nullable()],
    ['text or a number', z.union([z.string(), z.number()])],
    ['optional text', z.string().optional()],
    ['text with a default', z.string().default('a')],
    ['optional text with a default', z.string().default('a').optional()],
    ['changed text', z.string().transform((text) => text.length)],
    ['text with a condition', z.string().refine((text) => text !== 'a')],
    [
      'optional text with a condition',
      z
        .string()
        .optional()
        .refine((text) => text !== 'a'),
    ],
    ['an object', z.object({ a: z.string() })],
    ['an object with an optional field', z.object({ a: z.string().optional() })],
    ['an object with a condition', z.object({ b: z.number() }).refine(({ b }) => b > 1)],
    ['an object without further fields', z.strictObject({ a: z.string() })],
    ['an object with any further fields', z.looseObject({ a: z.string() })],
    ['a list', z.array(z.string())],
    ['a record', z.record(z.string(), z.number())],
    ['anything', z.unknown()],
  ])('of %s accepts nothing that the schema refuses or changes', (_kind, schema) => {
    const isSurelyValid = sureCheckOf(schema)

    for (const sample of samples.filter(isSurelyValid)) {
      const parsed = schema.safeParse(sample)
      expect(parsed.success).toBe(true)
      expect(sample).toEqual(
        typeof parsed.data === 'object' ? expect.objectContaining(parsed.data ?? {}) : parsed.data,
      )
    }
  })

  // Guards the speed of the door: an event that it is not sure of is checked a second time by zod.
  test.each([customerRegistered(), accountOpened(), authorized(), declined(), reversed()])(
    'is sure of a valid $type',
    (event) => {
      const known = bankActivity.events.find(({ type }) => type === event.type)

      expect(known && sureCheckOf(known.schema)(event)).toBe(true)
    },
  )
})
