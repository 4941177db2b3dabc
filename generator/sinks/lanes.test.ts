import { describe, expect, it } from 'vitest'
import { partitionOf } from '../../contracts/partition.ts'
import { type OutgoingMessage } from '../../runtime/kafka/producer.ts'
import { type OutgoingEvent } from '../sink.ts'
import { Lanes } from './lanes.ts'

const partitions = 6

class ListProducer {
  readonly messages: OutgoingMessage[] = []

  send(_topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    this.messages.push(...messages)
    return Promise.resolve()
  }
}

function setUp() {
  const producers = [new ListProducer(), new ListProducer()]
  const sent: OutgoingEvent[] = []
  const lanes = new Lanes({
    producers,
    topic: 'bank.activity',
    partitions,
    fingerprint: 'f00d',
    signal: new AbortController().signal,
    now: () => 0,
    onNotice: () => undefined,
    limits: { batchMax: 7 },
  })
  lanes.observe((events) => sent.push(...events))
  return { producers, lanes, sent }
}

const events = Array.from({ length: 200 }, (_, sequence) => ({
  key: `c-${sequence % 23}`,
  value: `${sequence}`,
  sequence,
}))

describe('several producers', () => {
  it('have partitions of their own, in which events stay in order', async () => {
    const { producers, lanes, sent } = setUp()

    for (const event of events) void lanes.accept(event)
    await lanes.flush()

    for (const [at, { messages }] of producers.entries()) {
      expect(messages.length).toBeGreaterThan(20)
      expect(messages.every(({ partition }) => (partition ?? 0) % 2 === at)).toBe(true)
    }
    const inOrder = Array.from({ length: partitions }, (_, partition) =>
      events.filter(({ key }) => partitionOf(Buffer.from(key), partitions) === partition),
    )
    const arrived = inOrder.map((_, partition) =>
      producers
        .flatMap(({ messages }) => messages)
        .filter((message) => message.partition === partition)
        .map(({ value }) => value),
    )
    expect(arrived).toEqual(inOrder.map((own) => own.map(({ value }) => value)))
    expect(sent).toHaveLength(events.length)
  })

  it('put a misrouted event where it is told to', async () => {
    const { producers, lanes } = setUp()

    void lanes.accept({ key: 'c-1', value: 'x', sequence: 0, partition: 3 })
    await lanes.flush()

    expect(producers.map(({ messages }) => messages.map(({ partition }) => partition))).toEqual([[], [3]]) // prettier-ignore
  })
})
