import { createRequire } from 'node:module'
import { beforeAll, describe, expect, it } from 'vitest'
import { mendHeaderDecoding } from './header-decoding.ts'

const require = createRequire(import.meta.url)

interface Encoder {
  readonly buffer: Buffer
}
type Header = readonly [name: string, value: string | null]

/** The headers of a record as kafkajs hands them over, from the bytes that a broker sends. */
function decoded(headers: readonly Header[]): Record<string, unknown> {
  const EncoderOf = require('kafkajs/src/protocol/encoder') as new () => Encoder & {
    writeInt8(value: number): void
    writeVarInt(value: number): void
    writeVarIntString(text: string): void
    writeVarIntBytes(text: string | null): void
  }
  const DecoderOf = require('kafkajs/src/protocol/decoder') as new (buffer: Buffer) => object
  const decode = require('kafkajs/src/protocol/recordBatch/record/v0/decoder') as (
    decoder: object,
    context: object,
  ) => { headers: Record<string, unknown> }
  const record = new EncoderOf()
  for (const zero of [0, 0, 0]) record.writeInt8(zero)
  record.writeVarIntBytes('key')
  record.writeVarIntBytes('value')
  record.writeVarInt(headers.length)
  for (const [name, value] of headers) {
    record.writeVarIntString(name)
    record.writeVarIntBytes(value)
  }
  return decode(new DecoderOf(record.buffer), { firstOffset: '7', firstTimestamp: '0' }).headers
}

describe("kafkajs's decoder of headers, mended", () => {
  beforeAll(mendHeaderDecoding)

  it('gathers them by name, in their order, and those of one name in a list', () => {
    const headers = decoded([
      ['trace', 'a'],
      ['content-type', 'x'],
      ['trace', 'b'],
      ['trace', 'c'],
    ])

    expect(headers).toEqual({
      trace: [Buffer.from('a'), Buffer.from('b'), Buffer.from('c')],
      'content-type': Buffer.from('x'),
    })
    expect(decoded([])).toEqual({})
  })

  it.each(['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf'])(
    'takes the name %s for a name like another',
    (name) => {
      const headers = decoded([[name, 'a']])

      expect(Object.entries(headers)).toEqual([[name, Buffer.from('a')]])
    },
  )

  it('keeps a header without a value as an empty one', () => {
    expect(decoded([['none', null]])).toEqual({ none: Buffer.alloc(0) })
    expect(decoded([['none', 'a'], ['none', null]])).toEqual({ none: [Buffer.from('a'), Buffer.alloc(0)] }) // prettier-ignore
  })

  it('takes the time of each header once, however many there are', () => {
    const many = Array.from({ length: 50_000 }, (_, at): Header => [`h${at}`, 'x'])
    const begin = performance.now()

    const headers = decoded(many)

    expect(Object.keys(headers)).toHaveLength(many.length)
    // As published it copies each header before it: more than a minute.
    expect(performance.now() - begin).toBeLessThan(5000)
  })
})
