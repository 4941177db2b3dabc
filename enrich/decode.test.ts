import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { limits } from '../contracts/limits.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { type EpochMs } from '../contracts/time.ts'
import { defaultFoldSettings } from './bank.ts'
import { decode } from './decode.ts'
import { accountOpened, authorized, bytesOf, customerRegistered } from './event-builders.ts'
import { declined, type EventInput, recordOf, reversed } from './event-builders.ts'

const door = { topic: bankActivity, settings: defaultFoldSettings }
const partitionCount = bankActivity.partitions

function decoded(record: LogRecord) {
  return decode(door, record, partitionCount)
}

function refusalOf(record: LogRecord) {
  const result = decoded(record)
  if (result.ok) throw new Error('the record is an event')
  return result
}

/** Stands in bad records wherever a value is; no reason may ever contain it. */
const secret = 'S3NT1NEL'

function withValue(value: string | Uint8Array | null): LogRecord {
  const bytes = typeof value === 'string' ? bytesOf(value) : value
  return recordOf(authorized(), { value: bytes })
}

function withJson(json: object): LogRecord {
  return withValue(JSON.stringify(json))
}

function withData(changes: object): LogRecord {
  const event = authorized()
  return withJson({ ...event, data: { ...event.data, ...changes } })
}

describe('a valid event', () => {
  test.each([
    ['registration', customerRegistered()],
    ['opening of an account', accountOpened()],
    ['authorization', authorized()],
    ['decline', declined()],
    ['reversal', reversed()],
  ])('passes: %s', (_kind, event) => {
    expect(decoded(recordOf(event))).toEqual({ ok: true, event })
  })

  const golden = join(import.meta.dirname, '../contracts/golden')
  const goldens = readdirSync(golden).filter((file) => file.startsWith('bank.'))

  test.each(goldens)('passes: golden %s', (file) => {
    const event = JSON.parse(readFileSync(join(golden, file), 'utf8')) as EventInput

    expect(decoded(recordOf(event))).toEqual({ ok: true, event })
  })

  test('passes with fields that its schema does not name', () => {
    const record = withJson({ ...authorized(), dataschema: 'https://example.org/schema' })

    expect(decoded(record).ok).toBe(true)
  })

  test('passes exactly at the tolerance and on the first day', () => {
    const time = '2015-01-01T00:00:00.000Z'
    const appendTime = (Date.parse(time) - limits.futureToleranceMs) as EpochMs

    expect(decoded(recordOf(authorized({ time }), { appendTime })).ok).toBe(true)
  })

  test('passes with exactly as many bytes as an event may have', () => {
    const text = JSON.stringify(authorized())
    const padded = text + ' '.repeat(limits.eventBytesMax - bytesOf(text).length)

    expect(decoded(withValue(padded)).ok).toBe(true)
    expect(decoded(withValue(`${padded} `))).toMatchObject({ code: 'too-large' })
  })
})

const event = authorized()
const eventTime = Date.parse(event.time)

describe('a record that is not an event', () => {
  test.each<[string, LogRecord, string, RegExp]>([
    ['without value', withValue(null), 'empty', /no value/],
    ['with a value of no bytes', withValue(''), 'empty', /no value/],
    ['of 900 KB', withValue('x'.repeat(900_000)), 'too-large', /at most 65536 bytes/],
    ['that is not UTF-8', withValue(Uint8Array.of(0x7b, 0xff, 0x7d)), 'not-json', /UTF-8/],
    ['with a byte order mark', withValue(`\ufeff${JSON.stringify(event)}`), 'not-json', /not JSON/],
    ['of text', withValue(`hello ${secret}`), 'not-json', /not JSON/],
    ['cut off', withValue(`{"a":"${secret}"`), 'not-json', /not JSON/],
    ['of two objects', withValue(`{"a":"${secret}"}{}`), 'not-json', /not JSON/],
    ['of an array', withValue(`["${secret}"]`), 'not-json', /object/],
    ['of null', withValue('null'), 'not-json', /object/],
    ['of a number', withValue('42'), 'not-json', /object/],
    ['nested without end', withValue('['.repeat(60_000)), 'not-json', /not JSON/],
    ['nested deeply', withValue(nested(30_000)), 'schema-violated', /^type: expected/],
    ['of an empty object', withValue('{}'), 'schema-violated', /^type: expected/],
    ['with a number as type', withJson({ ...event, type: 7 }), 'schema-violated', /^type: exp/],
    [
      'of a newer version',
      withJson({ ...event, type: 'bank.transaction.authorized.v2' }),
      'unknown-type',
      /this version is not known; known: bank\.transaction\.authorized\.v1$/,
    ],
    [
      'of an unknown type',
      withJson({ ...event, type: `bank.${secret}.v1` }),
      'unknown-type',
      /not a type of bank\.activity; known: bank\.customer\.registered\.v1, /,
    ],
    [
      'of a type that every object has',
      withJson({ ...event, type: 'constructor' }),
      'unknown-type',
      /not a type/,
    ],
    ['without key', recordOf(event, { key: null }), 'key-missing', /subject/],
    ['with an empty key', recordOf(event, { key: bytesOf('') }), 'key-missing', /subject/],
    ['with another key', recordOf(event, { key: bytesOf(secret) }), 'key-mismatch', /subject/],
    ['with a longer key', recordOf(event, { key: bytesOf('c-0000420') }), 'key-mismatch', /subj/],
    ['with a shorter key', recordOf(event, { key: bytesOf('c-00004') }), 'key-mismatch', /subj/],
    ['with a key of bytes', recordOf(event, { key: Uint8Array.of(255) }), 'key-mismatch', /subj/],
    ['in another partition', misrouted(), 'misrouted', /expected in partition \d of 6/],
    [
      'from a year ahead',
      recordOf(event, { appendTime: (eventTime - 31_536_000_000) as EpochMs }),
      'in-future',
      /300000 ms after/,
    ],
    [
      'a millisecond beyond the tolerance',
      recordOf(event, { appendTime: (eventTime - limits.futureToleranceMs - 1) as EpochMs }),
      'in-future',
      /300000 ms after/,
    ],
    [
      'of 1970',
      recordOf(authorized({ time: '1970-01-01T00:00:00.000Z' })),
      'before-first-day',
      /2015-01-01 or later/,
    ],
    [
      'of the last millisecond before the first day',
      recordOf(authorized({ time: '2014-12-31T23:59:59.999Z' })),
      'before-first-day',
      /2015-01-01 or later/,
    ],
  ])('%s is refused', (_kind, record, code, reason) => {
    const refusal = refusalOf(record)

    expect(refusal.code).toBe(code)
    expect(refusal.reason).toMatch(reason)
    expect(refusal.reason).not.toContain(secret)
  })
})

describe('an event that violates its schema', () => {
  test.each<[string, LogRecord, string]>([
    ['text as amount', withData({ amount: secret }), 'data.amount: expected object'],
    ['a fraction of a cent', money(42.5), 'data.amount.amount_minor: expected int'],
    ['a negative amount', money(-1), 'data.amount.amount_minor: expected number to be >=0'],
    ['more than is safe', money(2 ** 53), 'data.amount.amount_minor: expected int to be <='],
    ['no amount', withData({ amount: undefined }), 'data.amount: expected object'],
    ['a currency of four letters', currency(secret), 'data.amount.currency: expected'],
    ['an unknown channel', withData({ channel: secret }), 'data.channel: expected one of'],
    ['an id with a blank', withData({ transaction_id: `t ${secret}` }), 'data.transaction_id: exp'],
    ['half a surrogate pair', withData({ place: city(`${secret}\ud800`) }), 'data.place.city: exp'],
    ['a latitude of 91', withData({ place: latitude(91) }), 'data.place.location.lat: expected'],
    ['another subject', withJson({ ...event, subject: 'c-1' }), 'subject: expected the same id'],
    ['local time', withJson({ ...event, time: '2026-10-21T08:15:30' }), 'time: expected UTC with'],
    ['29 February 2026', withJson({ ...event, time: '2026-02-29T08:15:30.250Z' }), 'time: exp'],
    ['another spec', withJson({ ...event, specversion: '2.0' }), 'specversion: expected "1.0"'],
    [
      'an id in capitals',
      withJson({ ...event, id: event.id.toUpperCase() }),
      'id: expected a UUID',
    ],
    ['no data', withJson({ ...event, data: null }), 'data: expected object'],
  ])('with %s says so', (_kind, record, reason) => {
    const refusal = refusalOf(record)

    expect(refusal.code).toBe('schema-violated')
    expect(refusal.reason).toContain(reason)
    expect(refusal.reason).not.toContain(secret)
  })

  test('in many places names three and counts the rest', () => {
    const refusal = refusalOf(withJson({ type: event.type, id: event.id }))

    expect(refusal.reason).toMatch(/^[^;]+;[^;]+;[^;]+; and 4 more$/)
  })

  test('keeps its id, where it has a valid one', () => {
    expect(decoded(withJson({ type: event.type, id: event.id }))).toMatchObject({
      eventId: event.id,
    })
    expect(decoded(withJson({ type: event.type, id: secret }))).not.toHaveProperty('eventId')
    expect(decoded(misrouted())).toMatchObject({ eventId: event.id })
  })
})

function nested(depth: number): string {
  return `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`
}

function misrouted(): LogRecord {
  const { partition } = recordOf(event)
  return recordOf(event, { partition: (partition + 1) % partitionCount })
}

function money(amountMinor: number): LogRecord {
  return withData({ amount: { amount_minor: amountMinor, currency: 'EUR' } })
}

function currency(code: string): LogRecord {
  return withData({ amount: { amount_minor: 1, currency: code } })
}

function city(name: string): object {
  return { ...event.data.place, city: name }
}

function latitude(lat: number): object {
  return { ...event.data.place, location: { lat, lon: 0 } }
}
