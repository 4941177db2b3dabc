import fc from 'fast-check'
import { createRequire } from 'node:module'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { encodeProduce, type ProduceArguments } from './produce-encoding.ts'

const require = createRequire(import.meta.url)
const makeOriginal = require('kafkajs/src/protocol/requests/produce/v7/request') as (
  args: ProduceArguments,
) => { encode: () => Promise<{ buffer: Buffer }> }

const now = Date.UTC(2026, 10, 21)

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 300 }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
)
const bytes = fc.uint8Array({ maxLength: 20 }).map((some) => Buffer.from(some))
const header = fc.oneof(text, fc.array(bytes, { minLength: 1, maxLength: 3 }))
const message = fc.record(
  {
    key: fc.option(text),
    value: fc.option(text),
    headers: fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), header, { maxKeys: 3 }), // prettier-ignore
  },
  { requiredKeys: ['key', 'value'] },
)
const partition = fc.record({
  partition: fc.nat(30),
  firstSequence: fc.nat(1_000_000),
  messages: fc.array(message, { minLength: 1, maxLength: 90 }),
})
const topicData = fc.array(
  fc.record({
    topic: fc.stringMatching(/^[a-z.]{1,20}$/),
    partitions: fc.array(partition, { minLength: 1, maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 2 },
)

const requests = fc.record({
  acks: fc.constantFrom(-1, 1),
  timeout: fc.nat(100_000),
  producerId: fc.oneof(fc.nat().map(String), fc.constant(-1), fc.constant('9007199254740993')),
  producerEpoch: fc.nat(30_000),
  topicData,
})

describe('a produce request', () => {
  it('is byte for byte what kafkajs makes of it', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const args = { ...request, compression: 0 }

        const ours = await encodeProduce(args, now)

        const theirs = await makeOriginal({ ...args }).encode()
        expect(ours.buffer.equals(theirs.buffer)).toBe(true)
      }),
      { seed: 12, numRuns: 300 },
    )
  })

  it('holds the same records when they are compressed', async () => {
    const messages = Array.from({ length: 200 }, (_, at) => ({ key: `k-${at % 7}`, value: `{"é":${at}}` })) // prettier-ignore
    const of = (compression: number): ProduceArguments => ({
      acks: -1,
      timeout: 1000,
      producerId: '7',
      producerEpoch: 1,
      compression,
      topicData: [{ topic: 't', partitions: [{ partition: 3, firstSequence: 9, messages }] }],
    })

    const plain = (await encodeProduce(of(0), now)).buffer
    const compressed = (await encodeProduce(of(1), now)).buffer

    const recordsAt = 12 + 7 + 8 + 61
    expect(gunzipSync(compressed.subarray(recordsAt)).equals(plain.subarray(recordsAt))).toBe(true)
    expect(compressed.length).toBeLessThan(plain.length / 2)
  })
})
