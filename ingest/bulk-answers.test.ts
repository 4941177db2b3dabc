import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  addAll,
  CountingReceipt,
  operation,
  startWriter,
  writerLimits,
} from '../test/bulk-writer-harness.ts'
import { answersShort, fails, losesItsAnswer, refuses } from '../test/fake-elasticsearch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(0)

describe('an answer to a bulk request', () => {
  it('that a document is there already is a success', async () => {
    const { elasticsearch, writer } = startWriter()
    const receipt = new CountingReceipt()
    addAll(writer, receipt, 'ab')
    writer.flush()
    await settle()

    addAll(writer, receipt, 'abcd')
    await settle()

    expect(receipt.durableCount).toBe(6)
    expect(writer.counts).toMatchObject({ written: 4, alreadyThere: 2 })
    expect(elasticsearch.ids).toEqual(['a', 'b', 'c', 'd'])
  })

  it('that some failed for now: only those are sent again', async () => {
    const { elasticsearch, writer, lines } = startWriter()
    const receipt = new CountingReceipt()
    elasticsearch.script(
      refuses({
        b: [429, 'es_rejected_execution_exception'],
        c: [503, 'unavailable_shards_exception'],
      }),
    )

    addAll(writer, receipt, 'abcd')
    await settle()
    const before = { durable: receipt.durableCount, troubles: writer.troubles.length }
    await vi.advanceTimersByTimeAsync(1000)

    expect(before).toEqual({ durable: 2, troubles: 1 })
    expect(elasticsearch.requests.map(({ ids }) => ids.join(''))).toEqual(['abcd', 'bc'])
    expect([receipt.durableCount, receipt.delayedCount]).toEqual([4, 2])
    expect(writer.counts.retries).toMatchObject({ 'too-many-requests': 1, 'server-error': 1 })
    expect(writer.troubles).toEqual([])
    expect(lines).toHaveLength(2)
  })

  it('that does not speak of every operation proves nothing: all are sent again', async () => {
    const { elasticsearch, writer } = startWriter()
    const receipt = new CountingReceipt()
    elasticsearch.script(answersShort())

    addAll(writer, receipt, 'abcd')
    await settle()
    const before = receipt.durableCount
    await vi.advanceTimersByTimeAsync(1000)

    expect([before, receipt.durableCount]).toEqual([0, 4])
    expect(writer.counts).toMatchObject({ written: 1, alreadyThere: 3 })
  })

  it('that is lost after everything was written doubles nothing', async () => {
    const { elasticsearch, writer } = startWriter()
    const receipt = new CountingReceipt()
    elasticsearch.script(losesItsAnswer())

    addAll(writer, receipt, 'abcd')
    await vi.advanceTimersByTimeAsync(1000)

    expect(receipt.durableCount).toBe(4)
    expect(elasticsearch.ids).toEqual(['a', 'b', 'c', 'd'])
    expect(writer.counts).toMatchObject({ written: 0, alreadyThere: 4 })
  })

  it('that a request is too large: halves are sent, and the size is remembered', async () => {
    const { elasticsearch, writer, pacing } = startWriter()
    const receipt = new CountingReceipt()
    elasticsearch.script(fails(413))

    addAll(writer, receipt, 'abcd', 150)
    await settle()
    const [whole] = elasticsearch.requests
    addAll(writer, receipt, 'efgh', 150)
    writer.flush()
    await settle()

    expect(elasticsearch.requests.map(({ ids }) => ids.join(''))).toEqual([
      'abcd',
      'ab',
      'cd',
      'ef',
      'gh',
    ])
    expect(pacing.bytesMax).toBe(Math.floor((whole?.bytes ?? 0) / 2))
    expect(receipt.durableCount).toBe(8)
  })

  it('that a single document is too large: a dead letter takes its place', async () => {
    const { elasticsearch, writer, refusals, pacing } = startWriter()
    elasticsearch.script(fails(413))

    writer.add(operation('a', new CountingReceipt()))
    writer.flush()
    await settle()

    expect(refusals.map(({ replacement: { eventId } }) => eventId)).toEqual(['a'])
    expect(pacing.bytesMax).toBe(writerLimits.bytesMax)
  })

  it('that a document is refused: a dead letter takes its place, the others are durable', async () => {
    const { elasticsearch, writer, refusals } = startWriter()
    const receipt = new CountingReceipt()
    elasticsearch.script(refuses({ b: [400, 'document_parsing_exception'] }))

    addAll(writer, receipt, 'abcd')
    await settle()

    expect(receipt.durableCount).toBe(3)
    expect(refusals).toMatchObject([
      { replacement: { eventId: 'b' }, reason: 'document_parsing_exception', attempts: 1 },
    ])
  })

  it('that a document is refused which no dead letter may replace stops the writer', async () => {
    const { elasticsearch, writer, failures } = startWriter()
    elasticsearch.script(refuses({ a: [400, 'document_parsing_exception'] }))

    writer.add({ ...operation('a', new CountingReceipt()), replacement: undefined })
    writer.flush()
    await settle()

    expect(failures).toMatchObject([{ code: 'elasticsearch.rejected' }])
  })

  it.each([
    ['the request', fails(401, 'security_exception')],
    ['one document', refuses({ b: [403, 'security_exception'] })],
  ] as const)('that %s is not let in stops the writer with a diagnosis', async (_, answer) => {
    const { elasticsearch, writer, failures } = startWriter()
    elasticsearch.script(answer)

    addAll(writer, new CountingReceipt(), 'abcd')
    await settle()
    addAll(writer, new CountingReceipt(), 'efgh')
    await vi.advanceTimersByTimeAsync(5000)

    expect(failures).toMatchObject([{ code: 'elasticsearch.refused' }])
    expect(elasticsearch.requests).toHaveLength(1)
  })
})
