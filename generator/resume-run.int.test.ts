import { describe, expect, it } from 'vitest'
import { useKafka } from '../test/kafka-fixture.ts'
import { createProducer, type Producer } from '../runtime/kafka/producer.ts'
import { type Departure } from './departure.ts'
import { createGenerator } from './generate.ts'
import { kafkaLogTail } from './log-tail.ts'
import { findSentBefore } from './resume-run.ts'
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
    sentBefore: await findSentBefore(tail, run, partitions),
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
