import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outgoingBatches } from './outgoing-batches.ts'
import { type OutgoingMessage } from './outgoing-message.ts'

const message = (length: number): OutgoingMessage => ({ key: 'k', value: 'v'.repeat(length) })

describe('outgoingBatches', () => {
  it('cuts at the count of messages', () => {
    const batches = [
      ...outgoingBatches(Array<OutgoingMessage>(5).fill(message(1)), {
        bytesMax: 1e6,
        messagesMax: 2,
      }),
    ]

    expect(batches.map(({ length }) => length)).toEqual([2, 2, 1])
  })

  it('cuts at the bytes of keys, values and headers, 32 more for each message', () => {
    const some: OutgoingMessage = { key: 'é', value: 'v'.repeat(90), headers: { h: 'abc' } }

    // 2 + 90 + 4 + 32 = 128 bytes each.
    const at = (bytesMax: number) =>
      [...outgoingBatches([some, some], { bytesMax, messagesMax: 10 })].length

    expect([at(256), at(255)]).toEqual([1, 2])
  })

  it('gives a message that is too large a batch of its own', () => {
    const messages = [message(1), message(500), message(1)]

    const batches = [...outgoingBatches(messages, { bytesMax: 200, messagesMax: 10 })]

    expect(batches).toEqual([[messages[0]], [messages[1]], [messages[2]]])
  })

  it('makes nothing of nothing', () => {
    expect([...outgoingBatches([])]).toEqual([])
  })

  it('keeps every message, in order, and no batch is empty', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 400 })),
        fc.integer({ min: 1, max: 5 }),
        (lengths, messagesMax) => {
          const messages = lengths.map(message)
          const batches = [...outgoingBatches(messages, { bytesMax: 500, messagesMax })]
          expect(batches.flat()).toEqual(messages)
          expect(batches.every(({ length }) => length > 0 && length <= messagesMax)).toBe(true)
        },
      ),
    )
  })
})
