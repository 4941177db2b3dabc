import { describe, expect, it } from 'vitest'
import { tinyRecord } from '../../test/tiny-processor.ts'
import { type DeadLetter, messageOf, operationOf } from './dead-letter-forms.ts'

function letter(changes: Partial<DeadLetter> = {}): DeadLetter {
  return {
    record: tinyRecord(42, { partition: 3, value: 'no json' }),
    stage: 'decode',
    code: 'not-json',
    reason: 'expected one JSON object',
    eventId: undefined,
    attempts: 1,
    receipt: { durable: () => undefined, delayed: () => undefined },
    ...changes,
  }
}

describe('a dead letter as a record', () => {
  it('keeps the bytes and says the rest in headers', () => {
    expect(messageOf(letter())).toEqual({
      key: Buffer.from('key'),
      value: Buffer.from('no json'),
      headers: {
        'tally-topic': 'test.tiny',
        'tally-partition': '3',
        'tally-offset': '42',
        'tally-append-time': '2026-11-21T08:20:05.000Z',
        'tally-stage': 'decode',
        'tally-code': 'not-json',
        'tally-reason': 'expected one JSON object',
        'tally-attempts': '1',
      },
    })
  })

  it('keeps the absence of key and value', () => {
    const record = tinyRecord(1, { key: null, value: null })

    expect(messageOf(letter({ record }))).toMatchObject({ key: null, value: null })
  })

  it('keeps every original header, repeated ones too', () => {
    const headers = {
      'content-type': Buffer.from('application/json'),
      trace: [Buffer.from('a'), Buffer.from('b')],
      nothing: undefined,
    }

    const message = messageOf(letter({ record: tinyRecord(1, { headers }) }))

    const originals = Object.entries(message.headers ?? {}).filter(([name]) =>
      name.startsWith('original-'),
    )
    expect(originals.map(([name, value]) => [name, value.toString()])).toEqual([
      ['original-content-type', 'application/json'],
      ['original-trace', 'a'],
      ['original-trace.2', 'b'],
    ])
  })
})

describe('a dead letter as a document', () => {
  it('says where the record is and why, in the month it was appended, never what is in it', () => {
    const { lines, bytes, replacement } = operationOf(letter({ eventId: 'e-1' }), 7)

    const [action, document] = lines.trimEnd().split('\n')
    expect(JSON.parse(action ?? '')).toEqual({
      create: { _index: 'tally-dead-letters-v7-2026.11', _id: 'test.tiny-3-42' },
    })
    expect(JSON.parse(document ?? '')).toEqual({
      '@timestamp': '2026-11-21T08:20:05.000Z',
      error: { code: 'not-json', message: 'expected one JSON object' },
      stage: 'decode',
      event: { id: 'e-1' },
      kafka: { topic: 'test.tiny', partition: 3, offset: 42, bytes: 7 },
    })
    expect([bytes, replacement]).toEqual([lines.length, undefined])
  })
})
