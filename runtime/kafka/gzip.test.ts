import fc from 'fast-check'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fastGzip } from './gzip.ts'

/** Of lengths at which it is done at once, and later. */
const text = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.integer({ min: 1, max: 8000 }))
  .map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => Buffer.from(bytes))))

describe('a batch of records', () => {
  test('is the same after it was compressed, whatever its length', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (buffer) => {
        const compressed = await fastGzip.compress({ buffer })
        expect(gunzipSync(compressed).equals(buffer)).toBe(true)
        expect((await fastGzip.decompress(gzipSync(buffer))).equals(buffer)).toBe(true)
      }),
      { numRuns: 40, seed: 1 },
    )
  })

  test('of other producers may be of several members, of which the last tells its own length', async () => {
    const members = Buffer.concat([gzipSync(Buffer.alloc(5000, 'a')), gzipSync(Buffer.from('b'))])

    const text = await fastGzip.decompress(members)

    expect(text.toString()).toBe(`${'a'.repeat(5000)}b`)
  })

  test.each([
    ['cut', gzipSync(Buffer.alloc(5000, 'a')).subarray(0, -9)],
    ['empty', Buffer.alloc(0)],
    ['no gzip', Buffer.from('nothing of the kind')],
  ])('that is %s is refused', async (_what, bytes) => {
    await expect(fastGzip.decompress(bytes)).rejects.toThrow(/unexpected end|incorrect header/)
  })
})
