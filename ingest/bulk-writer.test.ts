import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addAll, CountingReceipt, operation, startWriter } from '../test/bulk-writer-harness.ts'
import { behind, fails, Gate, givesNoAnswer, takesAll } from '../test/fake-elasticsearch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(0)

describe('gathering', () => {
  it('sends when the oldest document has lingered, however many come after it', async () => {
    const { elasticsearch, writer } = startWriter({ documentsMax: 100 })
    const receipt = new CountingReceipt()

    for (const id of 'abcde') {
      writer.add(operation(id, receipt))
      await vi.advanceTimersByTimeAsync(30)
    }

    expect(elasticsearch.requests.map(({ ids }) => ids.join(''))).toEqual(['abcd'])
    expect(receipt.durableCount).toBe(4)
  })

  it.each([
    ['documents', { documentsMax: 2 }, 0, ['ab', 'cd']],
    ['bytes', { bytesMax: 400 }, 100, ['ab', 'cd']],
  ] as const)('sends at once when a limit of %s is reached', async (_, changes, size, expected) => {
    const { elasticsearch, writer } = startWriter(changes)

    addAll(writer, new CountingReceipt(), 'abcd', size)
    writer.flush()
    await settle()

    expect(elasticsearch.requests.map(({ ids }) => ids.join(''))).toEqual(expected)
  })

  it('sends a document alone that is larger than a request may be', async () => {
    const { elasticsearch, writer } = startWriter({ bytesMax: 400 })

    writer.add(operation('a', new CountingReceipt()))
    writer.add(operation('b', new CountingReceipt(), 1000))
    writer.add(operation('c', new CountingReceipt()))
    writer.flush()
    await settle()

    expect(elasticsearch.requests.map(({ ids }) => ids.join(''))).toEqual(['a', 'b', 'c'])
  })

  it('keeps no more requests in flight than it may, and gathers on meanwhile', async () => {
    const { elasticsearch, writer } = startWriter({ documentsMax: 2 })
    const gate = new Gate()
    elasticsearch.script(behind(gate), behind(gate))

    addAll(writer, new CountingReceipt(), 'abcdef')
    await settle()
    const during = [elasticsearch.requests.length, writer.counts.requestsInFlight]
    gate.open()
    await settle()

    expect(during).toEqual([2, 2])
    expect(elasticsearch.ids.join('')).toBe('abcdef')
    expect(writer.counts.requestsInFlight).toBe(0)
  })
})

describe('an Elasticsearch that is away', () => {
  it('is asked by one request at a time, for ever, and is told about once', async () => {
    const { elasticsearch, writer, lines } = startWriter({ documentsMax: 1 })
    const receipt = new CountingReceipt()
    elasticsearch.script(...Array.from({ length: 50 }, () => givesNoAnswer('no-connection')))

    addAll(writer, receipt, 'abcdef')
    await vi.advanceTimersByTimeAsync(10_000)
    const during = { asked: elasticsearch.requests.length, trouble: writer.troubles[0]?.what }
    await vi.advanceTimersByTimeAsync(60_000)

    // 2 were in flight; then waits of 0.1, 0.4, 0.8 and at most 1 s.
    expect(during).toEqual({
      asked: 13,
      trouble: `waiting for Elasticsearch at ${elasticsearch.url}`,
    })
    expect(receipt.durableCount).toBe(6)
    expect(elasticsearch.ids.toSorted().join('')).toBe('abcdef')
    expect(writer.troubles).toEqual([])
    expect(lines.filter((line) => line.includes('waiting for'))).toHaveLength(2)
  })

  it('is full speed again after the first answer', async () => {
    const { elasticsearch, writer } = startWriter({ documentsMax: 1 })
    const gate = new Gate()
    elasticsearch.script(fails(503), fails(503), takesAll(), behind(gate), behind(gate))

    addAll(writer, new CountingReceipt(), 'abcdef')
    await vi.advanceTimersByTimeAsync(1000)

    expect(writer.counts.requestsInFlight).toBe(2)
    gate.open()
  })
})

describe('a closed writer', () => {
  it('sends nothing more, and still tells what is answered', async () => {
    const { elasticsearch, writer } = startWriter()
    const receipt = new CountingReceipt()
    const gate = new Gate()
    elasticsearch.script(behind(gate))
    addAll(writer, receipt, 'abcd')
    addAll(writer, receipt, 'ef')

    writer.close()
    gate.open()
    await vi.advanceTimersByTimeAsync(5000)

    expect(elasticsearch.requests).toHaveLength(1)
    expect(receipt.durableCount).toBe(4)
  })
})
