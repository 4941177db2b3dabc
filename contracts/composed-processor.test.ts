import { describe, expect, test } from 'vitest'
import { composed } from './composed-processor.ts'
import { type EpochMs } from './time.ts'
import { keyword } from './field.ts'
import { defineIndex } from './index-definition.ts'
import { type LogRecord, partOf, type Processor } from './processor.ts'

/** Makes a document of whatever comes. */
function echo(name: string, version: number): Processor<string> {
  const index = defineIndex({
    name,
    summary: 'Echoes.',
    period: 'none',
    nature: 'derived',
    fields: { text: keyword({ label: 'Text', meaning: 'What came.', example: 'x' }) },
  })
  return {
    name,
    version,
    settings: { firstDay: '2015-01-01', futureToleranceMs: 0 },
    topics: [{ name, summary: '', key: '', partitions: 1, settings: {}, events: [] }],
    indices: [index],
    decode: () => ({ ok: true, event: name }),
    apply: (event) => ({
      eventDocument: { index, id: '1', time: '2026-01-01T00:00:00.000Z', body: { text: event } },
    }),
  }
}

function recordOf(topic: string): LogRecord {
  return { topic, partition: 0, offset: 0, appendTime: 0 as EpochMs, key: null, value: null, headers: {} } // prettier-ignore
}

describe('several streams as one', () => {
  const orders = echo('orders', 2)
  const visits = echo('visits', 3)
  const both = composed([orders, visits])

  test('fold each record by the stream of its topic', () => {
    const record = recordOf('visits')
    const decoded = both.decode(record, 1)
    if (!decoded.ok) throw new Error('expected an event')

    expect(both.apply(decoded.event, record).eventDocument.body).toEqual({ text: 'visits' })
  })

  test('have the topics and the indices of all of them', () => {
    expect(both.topics.map(({ name }) => name)).toEqual(['orders', 'visits'])
    expect(both.indices.map(({ name }) => name)).toEqual(['orders', 'visits'])
  })

  test('are another fold when one of them is another, or one is added', () => {
    const versions = [both, composed([orders]), composed([orders, echo('visits', 4)])]

    expect(new Set(versions.map(({ version }) => version)).size).toBe(3)
    expect(new Set(versions.map(({ name }) => name))).toEqual(new Set(['orders']))
  })

  test('hand out the one that a topic has', () => {
    expect(partOf(both, 'visits')).toBe(visits)
    expect(partOf(orders, 'orders')).toBe(orders)
  })

  test('refuse a record of no stream, a topic of two, and to be none', () => {
    expect(() => both.decode(recordOf('others'), 1)).toThrow('no stream reads others')
    expect(() => composed([orders, echo('orders', 1)])).toThrow('two streams have orders')
    expect(() => composed([])).toThrow('expected at least one stream')
  })
})
