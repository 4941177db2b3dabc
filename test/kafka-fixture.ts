import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, inject } from 'vitest'
import { type LogRecord } from '../contracts/processor.ts'
import { createAdmin, type KafkaAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka, type KafkaConnection } from '../runtime/kafka/connection.ts'
import { createProducer, type OutgoingMessage } from '../runtime/kafka/producer.ts'
import { createLog } from '../runtime/log.ts'
import { readTopic } from './read-topic.ts'

/** The Kafka of this test run, with what a test of it needs. */
interface KafkaFixture {
  readonly connection: KafkaConnection
  readonly admin: KafkaAdmin
  /** What was logged, as JSON lines. */
  readonly logLines: readonly string[]
  /** A connection to other brokers, which logs into the same lines. */
  connectTo(brokers: readonly string[]): KafkaConnection
  /** Makes a topic with a name of its own and tells it. */
  makeTopic(partitions: number, settings?: Readonly<Record<string, string>>): Promise<string>
  append(topic: string, messages: readonly OutgoingMessage[]): Promise<void>
  /** Everything in a topic, in order within each partition. */
  readAll(topic: string): Promise<LogRecord[]>
}

/** Connects before the tests of a file and leaves after them; use its members inside tests. */
export function useKafka(): KafkaFixture {
  const logLines: string[] = []
  let opened: { connection: KafkaConnection; admin: KafkaAdmin } | undefined

  const connectTo = (brokers: readonly string[]) => connectWithLog(brokers, logLines)
  const fixture = () => {
    if (opened === undefined) throw new Error('use it inside a test')
    return opened
  }
  beforeAll(async () => {
    const connection = connectTo(inject('kafkaBrokers'))
    opened = { connection, admin: await createAdmin(connection) }
  })
  afterAll(() => opened?.admin.close())

  return {
    get connection() {
      return fixture().connection
    },
    get admin() {
      return fixture().admin
    },
    logLines,
    connectTo,
    async makeTopic(partitions, settings = { 'message.timestamp.type': 'LogAppendTime' }) {
      const name = `test.${randomUUID()}`
      await fixture().admin.createTopic({ name, partitions, replicationFactor: 1, settings })
      return name
    },
    append: (topic, messages) => append(fixture().connection, topic, messages),
    readAll: (topic) => readTopic(fixture().connection, topic),
  }
}

function connectWithLog(brokers: readonly string[], lines: string[]): KafkaConnection {
  const destination = { write: (line: string) => lines.push(line) }
  const log = createLog({ level: 'info', name: 'test', destination })
  return connectKafka({ brokers, ssl: undefined, sasl: undefined }, { clientId: 'test', log })
}

async function append(
  connection: KafkaConnection,
  topic: string,
  messages: readonly OutgoingMessage[],
): Promise<void> {
  const producer = await createProducer(connection)
  await producer.send(topic, messages)
  await producer.close()
}

/** Messages that tell their place: `key 0`, `key 1`, … */
export function numbered(count: number, key: string, partition?: number): OutgoingMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    key,
    value: `${key} ${index}`,
    ...(partition === undefined ? {} : { partition }),
  }))
}

export function textOf({ value }: LogRecord): string {
  return Buffer.from(value ?? []).toString()
}
