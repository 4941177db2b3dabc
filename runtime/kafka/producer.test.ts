import kafkajs, {
  type Kafka,
  type Message,
  type ProducerConfig,
  type ProducerRecord,
  type RecordMetadata,
} from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { createLog } from '../log.ts'
import { type KafkaConnection } from './connection.ts'
import { createProducer } from './producer.ts'

type Answer = (record: ProducerRecord, sessionNumber: number) => Promise<RecordMetadata[]>

/** A kafkajs whose sends are answered by a function; each session is counted. */
function fakeKafka(answer: Answer) {
  const sessions: { isConnected: boolean; config: ProducerConfig }[] = []
  const kafka = {
    producer(config: ProducerConfig) {
      const session = { isConnected: false, config }
      const number = sessions.push(session)
      const partitioner = config.createPartitioner?.()
      return {
        connect: () => Promise.resolve(void (session.isConnected = true)),
        disconnect: () => Promise.resolve(void (session.isConnected = false)),
        send(record: ProducerRecord) {
          for (const message of record.messages) {
            partitioner?.({ topic: record.topic, partitionMetadata: partitions(2), message })
          }
          return answer(record, number)
        },
      }
    },
  } as unknown as Kafka
  const log = createLog({ level: 'silent', name: 'test' })
  const connection: KafkaConnection = { kafka, address: 'kafka:9092', log }
  return { connection, sessions }
}

const partitions = (count: number) =>
  Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [1],
    isr: [1],
  }))

const confirm = (...numbers: number[]): RecordMetadata[] =>
  numbers.map((partition) => ({ topicName: 't', partition, errorCode: 0 }))

const to = (partition: number, value = 'v') => ({ key: 'k', value, partition })
const valueOf = ({ messages }: ProducerRecord) => String(messages[0]?.value)

describe('a producer', () => {
  it('has one send outstanding, in the order of the calls', async () => {
    const events: string[] = []
    const { connection } = fakeKafka(async (record) => {
      events.push(`begin ${valueOf(record)}`)
      await new Promise((resolve) => setImmediate(resolve))
      events.push(`end ${valueOf(record)}`)
      return confirm(0)
    })
    const producer = await createProducer(connection)

    await Promise.all([producer.send('t', [to(0, 'a')]), producer.send('t', [to(0, 'b')])])

    expect(events).toEqual(['begin a', 'end a', 'begin b', 'end b'])
  })

  it('is idempotent and creates no topics', async () => {
    const { connection, sessions } = fakeKafka(() => Promise.resolve(confirm(0)))

    await createProducer(connection)

    expect(sessions[0]?.config).toMatchObject({
      idempotent: true,
      allowAutoTopicCreation: false,
      maxInFlightRequests: 1,
    })
  })

  it('takes a new identity after a failure, so that nothing is taken for a copy', async () => {
    const used: number[] = []
    const { connection, sessions } = fakeKafka((_record, session) => {
      used.push(session)
      return used.length === 1
        ? Promise.reject(new kafkajs.KafkaJSRequestTimeoutError('no answer'))
        : Promise.resolve(confirm(0))
    })
    const producer = await createProducer(connection)

    await expect(producer.send('t', [to(0)])).rejects.toMatchObject({ code: 'kafka.unreachable' })
    await producer.send('t', [to(0)])

    expect(used).toEqual([1, 2])
    expect(sessions.map(({ isConnected }) => isConnected)).toEqual([false, true])
  })

  it('is not content when a partition is not confirmed', async () => {
    const { connection } = fakeKafka(() => Promise.resolve(confirm(0)))
    const producer = await createProducer(connection)

    const sent = producer.send('t', [to(0), to(1)])

    await expect(sent).rejects.toMatchObject({
      code: 'kafka.unreachable',
      message: 'Kafka at kafka:9092 did not confirm partitions 1 of t.',
    })
  })

  it('gives up a send that gets no answer', async () => {
    const { connection } = fakeKafka(() => new Promise(() => undefined))
    const producer = await createProducer(connection, { sendDeadlineMs: 20 })

    await expect(producer.send('t', [to(0)])).rejects.toMatchObject({
      code: 'kafka.unreachable',
      message: 'No answer in 20 ms: Kafka at kafka:9092 did not append to t.',
    })
  })

  it('carries out what is queued before it closes, and nothing after', async () => {
    const sent: string[] = []
    const { connection, sessions } = fakeKafka((record) => {
      sent.push(valueOf(record))
      return Promise.resolve(confirm(0))
    })
    const producer = await createProducer(connection)

    const queued = [producer.send('t', [to(0, 'a')]), producer.send('t', [to(0, 'b')])]
    await producer.close()
    await producer.close()

    await Promise.all(queued)
    expect(sent).toEqual(['a', 'b'])
    expect(sessions[0]?.isConnected).toBe(false)
    await expect(producer.send('t', [to(0)])).rejects.toThrow('closed')
  })

  it('refuses more waiting sends than its limit', async () => {
    const { connection } = fakeKafka(() => Promise.resolve(confirm(0)))
    const producer = await createProducer(connection, { waitingSendsMax: 2 })

    const sends = [1, 2, 3].map(() => producer.send('t', [to(0)]))

    const outcomes = await Promise.allSettled(sends)
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    await expect(producer.send('t', [to(0)])).resolves.toBeUndefined()
  })

  it('keeps a message without key in its partition when kafkajs asks again', async () => {
    const chosen: (number | undefined)[] = []
    const { connection, sessions } = fakeKafka((record) => {
      const ask = sessions[0]?.config.createPartitioner?.()
      const [message] = record.messages as [Message]
      const question = { topic: 't', partitionMetadata: partitions(6), message }
      chosen.push(ask?.(question), ask?.(question), ask?.(question))
      return Promise.resolve(confirm(chosen[0] ?? 0))
    })
    const producer = await createProducer(connection)

    await producer.send('t', [{ key: null, value: 'v' }])

    expect(new Set(chosen).size).toBe(1)
  })

  it('sends nothing of no messages', async () => {
    const { connection } = fakeKafka(() => Promise.reject(new Error('asked')))
    const producer = await createProducer(connection)

    await expect(producer.send('t', [])).resolves.toBeUndefined()
  })
})
