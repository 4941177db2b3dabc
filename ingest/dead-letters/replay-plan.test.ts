import { describe, expect, it } from 'vitest'
import { partitionOf } from '../../contracts/partition.ts'
import { type Decoded, type LogRecord } from '../../contracts/processor.ts'
import { tinyProcessor, tinyRecord } from '../../test/tiny-processor.ts'
import { type IndexedLetter } from './letter-store.ts'
import { planReplay, reasonToLeave } from './replay-plan.ts'

const partitions = 6
const tiny = tinyProcessor({ topic: 'test.tiny', index: 'tiny', partitions })
const nowMs = 1_795_249_300_000
const id = 'test.tiny-3-42'

/** The tiny processor, which also wants the subject as key and the record in the partition of it. */
const keyed = {
  ...tiny,
  decode(record: LogRecord, count: number): Decoded<unknown> {
    const decoded = tiny.decode(record, count)
    if (!decoded.ok) return decoded
    if (record.key === null) return refused('key-missing')
    const { subject } = JSON.parse(Buffer.from(record.value ?? []).toString()) as {
      subject: string
    }
    if (Buffer.from(record.key).toString() !== subject) return refused('key-mismatch')
    return partitionOf(record.key, count) === record.partition ? decoded : refused('misrouted')
  },
}

function refused(code: 'key-missing' | 'key-mismatch' | 'misrouted') {
  return { ok: false, code, reason: 'expected another one' } as const
}

const event = (subject: string) =>
  JSON.stringify({ id: 'e', time: '2026-11-21T08:15:30.250Z', subject })
const plan = (record: LogRecord, processor = keyed) => planReplay({ id, topic: 'test.tiny' }, record, { processor, nowMs }) // prettier-ignore

function letter(changes: Partial<IndexedLetter> = {}): IndexedLetter {
  return {
    id,
    topic: 'test.tiny',
    partition: 3,
    offset: 42,
    appendTime: '2026-11-21T08:20:05.000Z',
    code: 'not-json',
    stage: 'decode',
    reason: 'expected one JSON object',
    eventId: undefined,
    bytes: 7,
    replays: 0,
    ...changes,
  }
}
const circumstances = { isReplayed: false, again: false, processor: tiny }

describe('the replay of a dead letter', () => {
  it('appends the same bytes and headers, and says that it is a replay', () => {
    const headers = { trace: [Buffer.from('a'), Buffer.from('b')], type: Buffer.from('json') }
    const record = tinyRecord(42, { partition: 3, value: 'no json', headers })

    expect(plan(record)).toEqual({
      isRekeyed: false,
      fate: 'not-json',
      message: {
        key: Buffer.from('key'),
        value: Buffer.from('no json'),
        headers: { ...headers, 'tally-replay-of': id, 'tally-replays': '1' },
      },
    })
  })

  it('counts on where the record was a replay already', () => {
    const headers = { 'tally-replays': Buffer.from('2'), 'tally-replay-of': Buffer.from('x') }

    const { message } = plan(tinyRecord(42, { headers, value: 'no json' }))

    expect(message.headers).toEqual({ 'tally-replay-of': id, 'tally-replays': '3' })
  })

  it.each(['many', '-1', '1e9', '99999999', ''])(
    'counts from nothing where a producer has written "%s" there',
    (text) => {
      const headers = { 'tally-replays': Buffer.from(text) }

      const { message } = plan(tinyRecord(42, { headers, value: 'no json' }))

      expect(message.headers?.['tally-replays']).toBe('1')
    },
  )

  it('of a record in a wrong partition keeps the key, which leads to the right one', () => {
    const record = tinyRecord(42, { partition: (partitionOf(Buffer.from('key'), 6) + 1) % 6, value: event('key') }) // prettier-ignore

    expect(plan(record)).toMatchObject({
      isRekeyed: false,
      fate: 'accepted',
      message: { key: Buffer.from('key') },
    })
    expect(plan(record).message).not.toHaveProperty('partition')
  })

  it.each([
    ['no key', null],
    ['another key', Buffer.from('stranger')],
  ])('of an event with %s uses its subject', (_what, key) => {
    expect(plan(tinyRecord(42, { key, value: event('c-1') }))).toMatchObject({
      isRekeyed: true,
      fate: 'accepted',
      message: { key: Buffer.from('c-1'), value: Buffer.from(event('c-1')) },
    })
  })

  it('keeps that a record has no key and no value', () => {
    const { message, fate } = plan(tinyRecord(42, { key: null, value: null }))

    expect(message).toMatchObject({ key: null, value: null })
    expect(fate).toBe('empty')
  })
})

describe('a dead letter', () => {
  it.each([
    ['index-refused', { stage: 'index' as const }],
    ['too-large', { bytes: 64 * 1024 + 1 }],
    ['other-topic', { topic: 'test.other' }],
    ['replayed-often', { replays: 3 }],
  ])('is left: %s', (why, changes) => {
    expect(reasonToLeave(letter(changes), circumstances)).toBe(why)
  })

  it('that was replayed is left, until somebody wants it again', () => {
    const replayed = { ...circumstances, isReplayed: true }

    expect(reasonToLeave(letter(), replayed)).toBe('replayed-already')
    expect(reasonToLeave(letter(), { ...replayed, again: true })).toBeUndefined()
    expect(reasonToLeave(letter({ replays: 3 }), { ...replayed, again: true })).toBeUndefined()
  })

  it('at the edge of the limits is replayed', () => {
    expect(reasonToLeave(letter({ bytes: 64 * 1024, replays: 2 }), circumstances)).toBeUndefined()
  })

  it('that Elasticsearch has refused is left whoever insists', () => {
    const insisting = { ...circumstances, again: true }

    expect(reasonToLeave(letter({ stage: 'index' }), insisting)).toBe('index-refused')
  })
})
