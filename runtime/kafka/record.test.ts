import { type KafkaMessage } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { toLogRecord } from './record.ts'

const place = { topic: 'bank.activity', partition: 3 }

function message(changes: Partial<KafkaMessage> = {}): KafkaMessage {
  return {
    key: Buffer.from('c-000042'),
    value: Buffer.from('{}'),
    timestamp: '1795249205000',
    attributes: 0,
    offset: '48211',
    headers: {},
    ...changes,
  } as KafkaMessage
}

describe('toLogRecord', () => {
  it('gives place, time and bytes as they came', () => {
    expect(toLogRecord(place, message())).toEqual({
      topic: 'bank.activity',
      partition: 3,
      offset: 48_211,
      appendTime: 1_795_249_205_000,
      key: Buffer.from('c-000042'),
      value: Buffer.from('{}'),
      headers: {},
    })
  })

  it('keeps null apart from empty', () => {
    const record = toLogRecord(place, message({ key: null, value: Buffer.alloc(0) }))

    expect([record.key, record.value]).toEqual([null, Buffer.alloc(0)])
  })

  it('gives every header as it came', () => {
    const headers = { once: Buffer.from('a'), twice: [Buffer.from('b'), Buffer.from('c')] }

    expect(toLogRecord(place, message({ headers })).headers).toEqual(headers)
  })

  it('takes no time that is none', () => {
    expect(() => toLogRecord(place, message({ timestamp: 'soon' }))).toThrow('not a time')
  })

  it('takes offsets up to the largest safe integer and no further', () => {
    expect(toLogRecord(place, message({ offset: '9007199254740991' })).offset).toBe(2 ** 53 - 1)
    expect(() => toLogRecord(place, message({ offset: '9007199254740992' }))).toThrow(
      'not an offset',
    )
  })
})
