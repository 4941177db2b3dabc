import { describe, expect, it } from 'vitest'
import { useKafka } from '../test/kafka-fixture.ts'
import { createProducer, type Producer } from '../runtime/kafka/producer.ts'
import { type Departure } from './departure.ts'
import { createGenerator } from './generate.ts'
import { kafkaLogTail } from './log-tail.ts'
import { lookBefore } from './resume-run.ts'
import { fingerprintOfRun, planRun, type Run } from './run-plan.ts'
import { Scenario } from './scenarios/scenario.ts'
import { KafkaSink } from './sinks/kafka.ts'
import { trafficOf } from './traffic.ts'

const partitions = 3
const kafka = useKafka()

const scenario = Scenario.parse({
  summary: 'A load with faults.',
  customers: 200,
  history_days: 1,
  start: '2026-01-05',
  stages: [{ kind: 'constant', rate: 2000, for: '2s' }],
  faults: { poison: { share: 0.1 }, duplicates: { share: 0.1 }, crashes: { every_seconds: 1 } },
})

/** Sends a run, of which what is in the log already is not sent again. */
async function play(run: Run, topic: string, producer: Pick<Producer, 'send'>): Promise<void> {
  const { signal } = new AbortController()
  const tail = kafkaLogTail(kafka.connection, { admin: kafka.admin, topic, signal })
  const now = () => Date.now()
  const generator = createGenerator({
    traffic: trafficOf(run.traffic, partitions),
    sink: new KafkaSink({
      producer,
      topic,
      partitions,
      fingerprint: fingerprintOfRun(run.traffic),
      signal,
      now,
      onNotice: () => undefined,
      limits: { batchMax: 300 },
    }),
    schedule: run.schedule,
    clock: { now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
    signal,
    sentBefore: (await lookBefore(tail, run, partitions)).sentBefore,
  })
  await generator.runHistory()
  await generator.runLive()
}

/** A process that dies in the middle of a send, of which one partition has arrived. */
class KilledProducer {
  readonly #producer: Producer
  #sendsLeft: number

  constructor(producer: Producer, sends: number) {
    this.#producer = producer
    this.#sendsLeft = sends
  }

  async send(topic: string, messages: Parameters<Producer['send']>[1]): Promise<void> {
    this.#sendsLeft -= 1
    if (this.#sendsLeft >= 0) return this.#producer.send(topic, messages)
    const arrived = messages.filter(({ partition }) => partition === 1)
    await this.#producer.send(topic, arrived)
    throw new Error('killed')
  }
}

async function valuesIn(topic: string): Promise<string[][]> {
  const records = await kafka.readAll(topic)
  return Array.from({ length: partitions }, (_, partition) =>
    records
      .filter((record) => record.partition === partition)
      .map(({ value }) => Buffer.from(value ?? []).toString()),
  )
}

function departures({ traffic, schedule }: Run): Departure[] {
  const all = trafficOf(traffic, partitions)
  const found: Departure[] = []
  for (;;) {
    const departure = all.next(schedule.endMs ?? Infinity)
    if (departure === undefined) return found
    found.push(departure)
  }
}

describe('a run that is killed again and again', () => {
  it('is in the log without gap and without repeat, in its order, when it has ended', async () => {
    const topic = await kafka.makeTopic(partitions)
    const run = planRun({ scenario, seed: 4 }, 0)
    const producer = await createProducer(kafka.connection)

    for (const sends of [0, 1, 2, 5]) {
      await expect(play(run, topic, new KilledProducer(producer, sends))).rejects.toThrow('killed')
    }
    await play(run, topic, producer)
    const once = await valuesIn(topic)
    await play(run, topic, producer)

    const all = departures(run)
    expect(once.flat().toSorted()).toEqual(all.map(({ value }) => value).toSorted())
    expect(await valuesIn(topic)).toEqual(once)
    await producer.close()
  })

  it('shares its customers with another run unless its bank has a name of its own', async () => {
    const topic = await kafka.makeTopic(partitions)
    const run = planRun({ scenario, seed: 4 }, 0)
    const tail = kafkaLogTail(kafka.connection, { admin: kafka.admin, topic, signal: new AbortController().signal }) // prettier-ignore
    const shares = async (other: { seed: number; bank?: string }) => {
      const before = await lookBefore(tail, planRun({ scenario, ...other }, 0), partitions)
      return before.sharesCustomers
    }
    const producer = await createProducer(kafka.connection)

    expect(await shares({ seed: 5 })).toBe(false)
    await play(run, topic, producer)

    expect(await shares({ seed: 4 })).toBe(false)
    expect(await shares({ seed: 5 })).toBe(true)
    expect(await shares({ seed: 4, bank: 'blue' })).toBe(false)
    await play(planRun({ scenario, seed: 4, bank: 'blue' }, 0), topic, producer)
    expect(await shares({ seed: 5, bank: 'blue' })).toBe(true)
    await producer.close()
  })

  it('is another run with another seed', async () => {
    const topic = await kafka.makeTopic(partitions)
    const runs = [4, 5].map((seed) => planRun({ scenario, seed }, 0))
    const producer = await createProducer(kafka.connection)

    for (const run of runs) await play(run, topic, producer)

    const sent = await valuesIn(topic)
    expect(sent.flat()).toHaveLength(runs.flatMap(departures).length)
    await producer.close()
  })

  it('cannot be continued when it drops what is late', async () => {
    const topic = await kafka.makeTopic(partitions)
    const run = planRun({ scenario: { ...scenario, drop_after: 5000 }, seed: 4 }, 0)
    const producer = await createProducer(kafka.connection)
    await play(run, topic, producer)

    await expect(play(run, topic, producer)).rejects.toMatchObject({ code: 'usage.invalid' })
    await producer.close()
  })
})
