import kafkajs from 'kafkajs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { murmur2, partitionOf } from './partition.ts'

describe('partition of a key', () => {
  // The vectors of Apache Kafka's own UtilsTest.testMurmur2.
  test.each([
    ['21', -973_932_308],
    ['foobar', -790_332_482],
    ['a-little-bit-long-string', -985_981_536],
    ['a-little-bit-longer-string', -1_486_304_829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
    ['abc', 479_470_107],
  ])('murmur2 of %s is as in Java', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash)
  })

  test('is the one that kafkajs chooses, for any key and count', () => {
    const partitioner = kafkajs.Partitioners.DefaultPartitioner()

    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 100 }),
        fc.integer({ min: 1, max: 200 }),
        (key, count) => {
          const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
            partitionId,
            partitionErrorCode: 0,
            leader: 1,
            replicas: [1],
            isr: [1],
          }))
          const message = { key: Buffer.from(key), value: null }
          return partitionOf(key, count) === partitioner({ topic: 't', partitionMetadata, message })
        },
      ),
      { numRuns: 10_000, seed: 20_261_121 },
    )
  })

  test('does not depend on where in a larger buffer the key lies', () => {
    const around = Buffer.from('xxc-000042yy')

    expect(partitionOf(around.subarray(2, 10), 6)).toBe(partitionOf(Buffer.from('c-000042'), 6))
  })
})
