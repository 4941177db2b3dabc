import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  bankActivity,
  TransactionAuthorized,
  TransactionDeclined,
  TransactionReversed,
} from '../contracts/events/bank-activity.ts'
import { defaultFoldSettings } from './bank.ts'
import { decode } from './decode.ts'
import { authorized, bytesOf, declined, type EventInput, recordOf, reversed } from './event-builders.ts' // prettier-ignore
import { readTransaction } from './transaction-reader.ts'

const folder = join(import.meta.dirname, '../contracts/golden')
const goldens = readdirSync(folder)
  .filter((file) => file.startsWith('bank.transaction.'))
  .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as EventInput)

/** As producers write it: the fields in the order of the contract. */
function usualTextOf(event: EventInput): string {
  const { specversion, id, source, type, time, recordedtime, subject, datacontenttype } = event
  const { booked, balance_after_minor, reason, ...data } = event.data as Record<string, unknown>
  const end = { reason, booked, balance_after_minor }
  return JSON.stringify({ specversion, id, source, type, time, recordedtime, subject, datacontenttype, data: { ...data, ...end } }) // prettier-ignore
}

const transfer = { merchant: undefined, counterpart: { bank: 'Banque Étoile', name: '山田 太郎' } }
const valid = [
  ...goldens,
  authorized(),
  authorized({ data: { ...transfer, channel: 'transfer' } }),
  authorized({ data: transfer }),
  authorized({ data: { counterpart: transfer.counterpart } }),
  declined(),
  reversed(),
]
const texts = valid.map(usualTextOf)

const door = { topic: bankActivity, settings: defaultFoldSettings }

/** Whether it was read; if so, `JSON.parse` and the schema must say the same of the bytes. */
function isReadAsSlowly(value: Uint8Array): boolean {
  const event = readTransaction(value)
  if (event === undefined) return false
  const record = recordOf(event, { value })
  const slow = decode(door, record, bankActivity.partitions)
  // The door asks for more of a time than its form.
  if (slow.ok || slow.code !== 'before-first-day') expect({ ok: true, event }).toStrictEqual(slow)
  return true
}

describe('a transaction in its usual form', () => {
  // Guards the speed of the door: what is not read here is read by the slow way.
  test.each(texts)('is read: %s', (text) => {
    expect(isReadAsSlowly(bytesOf(text))).toBe(true)
  })

  test('is read from the middle of other bytes', () => {
    const bytes = bytesOf(`{}${texts.join('')}{}`)
    const from = 2 + bytesOf(texts[0] ?? '').length

    expect(isReadAsSlowly(bytes.subarray(from, from + bytesOf(texts[1] ?? '').length))).toBe(true)
  })

  test('stays what it was when its bytes are used for something else', () => {
    const bytes = bytesOf(usualTextOf(authorized()))
    const event = readTransaction(bytes)
    bytes.fill(0x78)

    expect(event).toStrictEqual(authorized())
    expect(readTransaction(bytesOf(usualTextOf(authorized())))).toStrictEqual(authorized())
  })
})

/** JSON text that a lenient reader would trip over, and values of the right kind. */
const odd = fc.oneof(
  fc.constantFrom(
    ...[
      'null',
      'true',
      '{}',
      '[]',
      '""',
      '0',
      '-0',
      '-1',
      '00',
      '01',
      '-01',
      '1.',
      '.5',
      '-',
      '1e2',
    ],
    ...[
      '1E2',
      '+1',
      '42.5',
      '1.0',
      '-0.0',
      '0.1',
      '1.2.3',
      '90',
      '90.000001',
      '180.5',
      '-180',
      ' 1',
    ],
    ...[
      '9007199254740991',
      '9007199254740992',
      '999999999999999',
      '123456789012345678901234567890',
    ],
    ...['"\\u0041"', '"\\n"', '"\\""', '"a\nb"', '"\u0000"', '"\u007f"', '"\ufeff"', '"\u2028"'],
    ...[
      '"é"',
      '"😀"',
      `"${'é'.repeat(200)}"`,
      `"${'é'.repeat(201)}"`,
      `"${'😀'.repeat(101)}"`,
      '"}"',
    ],
    ...[
      '"EUR"',
      '"XXX"',
      '"FR"',
      '"UTC"',
      '"Mars/Base"',
      '"5411"',
      '"credit"',
      '"atm"',
      '"c-1"',
      '"-"',
    ],
    ...['"2016-02-29T00:00:00.000Z"', '"2026-02-29T00:00:00.000Z"', '"2016-12-31T23:59:60.000Z"'],
    ...['"insufficient_funds"', '"technical"', '"1.0"', '"application/json"', '"__proto__"', `"${'9'.repeat(65)}"`], // prettier-ignore
    ...['"bank.transaction.declined.v1"', '"bank.account.opened.v1"', '"0193c8a2-7b1e-7c3d-9f00-3a5b7c9d1e2f"'], // prettier-ignore
  ),
  fc.json(),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.tuple(fc.integer({ min: -180, max: 180 }), fc.nat({ max: 99_999_999 })).map(([whole, rest]) => `${whole}.${rest}`), // prettier-ignore
  fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text)),
)

/** Where a value is in a text, or a name, or what stands between. */
function placesIn(text: string): (readonly [number, number])[] {
  const tokens = [...text.matchAll(/"[^"]*"|[-0-9.]+|[{}:,]/g)]
  return tokens.map(({ index, 0: token }) => [index, index + token.length])
}

const withPlace = texts.flatMap((text) => placesIn(text).map((place) => ({ text, place })))

describe('whatever is read', () => {
  test('is what JSON.parse and the schema say, whatever stands at whichever place', () => {
    let read = 0

    fc.assert(
      fc.property(fc.constantFrom(...withPlace), odd, ({ text, place: [from, to] }, value) => {
        if (isReadAsSlowly(bytesOf(text.slice(0, from) + value + text.slice(to)))) read += 1
      }),
      { seed: 31, numRuns: 30_000 },
    )
    // It is read often, or the test says little.
    expect(read).toBeGreaterThan(200)
  }, 60_000)

  test('is what JSON.parse and the schema say, whichever bytes are changed, put in or left out', () => {
    const change = fc.tuple(fc.nat({ max: 800 }), fc.nat({ max: 2 }), fc.nat({ max: 255 }))
    let read = 0

    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(change, { minLength: 1, maxLength: 2 }),
        (text, changes) => {
          const bytes = [...bytesOf(text)]
          for (const [at, left, byte] of changes) bytes.splice(at % bytes.length, left, byte)
          if (isReadAsSlowly(Uint8Array.from(bytes))) read += 1
        },
      ),
      { seed: 32, numRuns: 30_000 },
    )
    expect(read).toBeGreaterThan(200)
  }, 60_000)
})

// What the reader takes for granted of the contract.
describe('the schemas of transactions', () => {
  const kinds = [TransactionAuthorized, TransactionDeclined, TransactionReversed]
  const { shape: envelope } = TransactionAuthorized
  const { shape: data } = envelope.data
  const within = [data.amount, data.place, data.place.shape.location, data.merchant.unwrap(), data.counterpart.unwrap()] // prettier-ignore

  test('say the same of the fields that all of them have', () => {
    for (const { shape } of kinds) {
      const { type: _type, data: dataOfKind, ...rest } = shape
      for (const [name, field] of Object.entries(rest)) {
        expect(field.def).toEqual(envelope[name as keyof typeof rest].def)
      }
      const fields: Readonly<Record<string, { readonly def: object }>> = dataOfKind.shape
      for (const [name, { def }] of Object.entries(data)) {
        if (name in fields) expect(fields[name]?.def).toEqual(def)
      }
    }
  })

  test('say nothing of the objects within but what their fields are', () => {
    const objects = [...within, ...kinds.map(({ shape }) => shape.data)]

    for (const { def } of objects) {
      expect(def.checks ?? []).toEqual([])
      expect(def.catchall).toBeUndefined()
    }
    expect(data.booked.def.shape).toBe(data.amount.def.shape)
  })
})
