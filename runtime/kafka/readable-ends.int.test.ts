import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { anyFreePort } from '../../stack/ports.ts'
import { numbered, useKafka } from '../../test/kafka-fixture.ts'
import { waitFor } from '../../test/wait-for.ts'
import { createReadableEnds, type ReadableEnds } from './readable-ends.ts'

const kafka = useKafka()
let opened: ReadableEnds | undefined

function endsOf(topic: string, connection = kafka.connection): ReadableEnds {
  opened = createReadableEnds(connection, { topics: [topic], deadlineMs: 10_000 })
  return opened
}

afterEach(() => opened?.close())

describe('the readable ends of a topic', () => {
  it('are those of all partitions, as they are now', async () => {
    const topic = await kafka.makeTopic(2)
    const ends = endsOf(topic)
    const names = [`${topic}/0`, `${topic}/1`]
    const empty = await waitFor('the ends', () => ends.read().catch(() => undefined))

    await kafka.append(topic, numbered(3, 'key', 1))
    const later = await ends.read()

    expect([empty, later].map((each) => names.map((name) => each.get(name)))).toEqual([
      [0, 0],
      [0, 3],
    ])
  })

  it('are before the records of an open transaction, which nobody may read yet', async () => {
    const topic = await kafka.makeTopic(1)
    await kafka.append(topic, numbered(2, 'key'))
    const producer = kafka.connection.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      transactionalId: randomUUID(),
    })
    await producer.connect()
    const transaction = await producer.transaction()
    await transaction.send({ topic, messages: [{ key: 'key', value: 'open' }] })
    const ends = endsOf(topic)

    const open = await ends.read()
    await transaction.commit()
    const end = async () => ((await ends.read()).get(`${topic}/0`) ?? 0) > 2 || undefined

    expect(open.get(`${topic}/0`)).toBe(2)
    await waitFor('the transaction to be readable', end)
    await producer.disconnect()
  })

  it('are not known, and that is said in time, when Kafka is away', async () => {
    const address = `127.0.0.1:${await anyFreePort()}`
    const ends = endsOf('any', kafka.connectTo([address]))

    await expect(ends.read()).rejects.toMatchObject({
      code: 'kafka.unreachable',
      message: expect.stringContaining(address) as unknown,
    })
  })
})
