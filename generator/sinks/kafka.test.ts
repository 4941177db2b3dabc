import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { partitionOf } from '../../contracts/partition.ts'
import { type OutgoingMessage } from '../../runtime/kafka/producer.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type OutgoingEvent } from '../sink.ts'
import { KafkaSink } from './kafka.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const away = new PipelineError({
  code: 'kafka.unreachable',
  message: 'Kafka at 127.0.0.1:9092 did not append to bank.activity.',
  action: 'Start it.',
})
const missing = new PipelineError({
  code: 'kafka.topic-missing',
  message: 'There is no topic bank.activity.',
  action: 'Run `tally setup`.',
})

function event(number: number): OutgoingEvent {
  return { key: `c-${number}`, value: `${number}`, sequence: number }
}

/** Each send waits for its answer. */
class Broker {
  readonly sends: (readonly OutgoingMessage[])[] = []
  readonly #answers: ((error?: Error) => void)[] = []

  send(_topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    this.sends.push(messages)
    return new Promise((resolve, reject) => {
      this.#answers.push((error) => {
        if (error === undefined) resolve()
        else reject(error)
      })
    })
  }

  /** Answers the oldest send that waits, and lets follow what follows. */
  async answer(error?: Error): Promise<void> {
    this.#answers.shift()?.(error)
    await new Promise(setImmediate)
  }

  values(): string[][] {
    return this.sends.map((messages) => messages.map(({ value }) => String(value)))
  }
}

function setUp(limits: ConstructorParameters<typeof KafkaSink>[0]['limits'] = {}) {
  const broker = new Broker()
  const clock = { ms: 1000 }
  const sentMs: number[] = []
  const interruption = new AbortController()
  const notices: string[] = []
  const sent: string[] = []
  const sink = new KafkaSink({
    producer: broker,
    topic: 'bank.activity',
    partitions: 6,
    fingerprint: 'f00d',
    signal: interruption.signal,
    now: () => clock.ms,
    onNotice: (text) => notices.push(text),
    limits,
  })
  sink.observe((events, ms) => {
    sent.push(...events.map(({ value }) => value))
    sentMs.push(ms)
  })
  return { broker, clock, interruption, notices, sent, sentMs, sink }
}

describe('KafkaSink', () => {
  it('sends each record to the partition of its key, with its place in the run', async () => {
    const { broker, sink } = setUp()

    void sink.accept(event(1))
    const flushed = sink.flush()
    await broker.answer()
    await flushed

    expect(broker.sends).toEqual([
      [
        {
          key: Buffer.from('c-1'),
          value: '1',
          partition: partitionOf(Buffer.from('c-1'), 6),
          headers: {
            'content-type': Buffer.from('application/cloudevents+json'),
            'tally-departure': 'f00d/1',
          },
        },
      ],
    ])
  })

  it('puts a misrouted event where it is told to', async () => {
    const { broker, sink } = setUp()

    const wrong = (partitionOf(Buffer.from('c-1'), 6) + 1) % 6

    void sink.accept({ ...event(1), partition: wrong })
    const flushed = sink.flush()
    await broker.answer()
    await flushed

    expect(broker.sends.flat().map(({ partition }) => partition)).toEqual([wrong])
  })

  it('says when the attempt began that was answered', async () => {
    vi.useRealTimers()
    const { broker, clock, sink, sentMs } = setUp({ retryFirstMs: 1, retryLongestMs: 1 })

    void sink.accept(event(1))
    const flushed = sink.flush()
    clock.ms = 4000
    await broker.answer(away)
    await vi.waitFor(() => {
      expect(broker.sends).toHaveLength(2)
    })
    clock.ms = 7000
    await broker.answer()
    await flushed

    expect(sentMs).toEqual([4000])
  })

  it('has one send under way, and meanwhile collects the next', async () => {
    const { broker, sink, sent } = setUp({ batchMax: 2 })

    for (const number of [1, 2, 3, 4, 5]) void sink.accept(event(number))
    const first = broker.values()
    await broker.answer()
    await broker.answer()
    await broker.answer()

    expect(first).toEqual([['1', '2']])
    expect(broker.values()).toEqual([['1', '2'], ['3', '4'], ['5']])
    expect(sent).toEqual(['1', '2', '3', '4', '5'])
  })

  it('sends when a batch is as large as allowed, and splits what is larger', async () => {
    const { broker, sink } = setUp({ batchLength: 10 })

    for (const number of [1, 2, 3, 4]) void sink.accept(event(number))
    await broker.answer()

    expect(broker.values()).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
  })

  it('sends a few events after a while', () => {
    const { broker, sink } = setUp({ ageMs: 10 })

    void sink.accept(event(1))
    vi.advanceTimersByTime(9)
    const early = broker.sends.length
    vi.advanceTimersByTime(1)

    expect([early, broker.sends.length]).toEqual([0, 1])
  })

  it('makes the world wait when too much waits, and go on when there is room', async () => {
    const { broker, sink } = setUp({ batchMax: 2, waitingMax: 3 })
    let isRoom = false

    const waits = [1, 2, 3, 4, 5].map((number) => sink.accept(event(number)))
    const room = waits.at(-1)?.then(() => {
      isRoom = true
    })
    const before = isRoom
    await broker.answer()
    await room

    expect(waits.map((wait) => wait !== undefined)).toEqual([false, false, false, false, true])
    expect([before, isRoom]).toEqual([false, true])
  })

  it('sends the same batch again while Kafka is away, and says so in one line, and when it is back', async () => {
    vi.useRealTimers()
    const { broker, sink, notices, sent } = setUp({ retryFirstMs: 1, retryLongestMs: 1 })

    void sink.accept(event(1))
    const flushed = sink.flush()
    for (const [index, error] of [away, away, away, undefined].entries()) {
      await vi.waitFor(() => {
        expect(broker.sends).toHaveLength(index + 1)
      })
      await broker.answer(error)
    }
    await flushed

    expect(broker.values()).toEqual([['1'], ['1'], ['1'], ['1']])
    expect(notices).toEqual([
      'Kafka at 127.0.0.1:9092 did not append to bank.activity. Waiting for it; nothing is lost.',
      'Kafka answers again; the events that waited are sent.',
    ])
    expect(sent).toEqual(['1'])
  })

  it('throws what waiting does not mend, and reports nothing as sent', async () => {
    const { broker, sink, sent } = setUp({ batchMax: 1, waitingMax: 2 })

    void sink.accept(event(1))
    void sink.accept(event(2))
    const room = sink.accept(event(3))
    const refused = expect(room).rejects.toBe(missing)
    await broker.answer(missing)
    await refused

    expect(() => sink.accept(event(4))).toThrow(missing)
    await expect(sink.flush()).rejects.toBe(missing)
    expect(sent).toEqual([])
  })

  it('does not try again once it is interrupted', async () => {
    const { broker, sink, interruption } = setUp({ retryFirstMs: 1000 })

    void sink.accept(event(1))
    const refused = expect(sink.flush()).rejects.toBe(away)
    interruption.abort()
    await broker.answer(away)
    await refused

    expect(broker.sends).toHaveLength(1)
  })

  it('stops waiting for Kafka when it is interrupted', async () => {
    const { broker, sink, interruption } = setUp({ retryFirstMs: 1_000_000 })

    void sink.accept(event(1))
    const refused = expect(sink.flush()).rejects.toBe(away)
    await broker.answer(away)
    vi.useRealTimers()
    interruption.abort()
    await refused

    expect(broker.sends).toHaveLength(1)
  })
})
