import { randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { partitionOf } from '../../contracts/partition.ts'
import { numbered, textOf, useKafka } from '../../test/kafka-fixture.ts'
import { createProducer } from './producer.ts'

const kafka = useKafka()

describe('a producer', () => {
  it('appends in the order of the calls, though nobody waits between them', async () => {
    const topic = await kafka.makeTopic(1)
    const producer = await createProducer(kafka.connection)
    const sends = Array.from({ length: 30 }, (_, index) => numbered(5, `send-${index}`))

    await Promise.all(sends.map((messages) => producer.send(topic, messages)))

    await producer.close()
    const records = await kafka.readAll(topic)
    expect(records.map(textOf)).toEqual(sends.flat().map(({ value }) => value))
  })

  it('puts each key where partitionOf says', async () => {
    const topic = await kafka.makeTopic(6)
    const keys = Array.from({ length: 100 }, (_, index) => `customer-${index}`)

    await kafka.append(
      topic,
      keys.map((key) => ({ key, value: 'v' })),
    )

    const records = await kafka.readAll(topic)
    expect(records).toHaveLength(100)
    for (const { key, partition } of records) {
      expect(partition).toBe(partitionOf(key ?? new Uint8Array(), 6))
    }
  })

  it('cuts what is larger than a topic takes at once, and keeps its order', async () => {
    const topic = await kafka.makeTopic(1, { 'max.message.bytes': String(1024 * 1024) })
    const values = Array.from({ length: 20 }, () => randomBytes(200_000))

    await kafka.append(
      topic,
      values.map((value) => ({ key: 'k', value })),
    )

    const records = await kafka.readAll(topic)
    expect(
      records.map(({ value }) => Buffer.from(value ?? []).equals(values.shift() ?? Buffer.of())),
    ).toEqual(Array.from({ length: 20 }, () => true))
  })

  it('keeps bytes in headers, and records without key and value', async () => {
    const topic = await kafka.makeTopic(1)
    const headers = { 'content-type': 'text/plain', raw: Buffer.from([0, 255]) }

    await kafka.append(topic, [{ key: null, value: null, headers, partition: 0 }])

    const [record] = await kafka.readAll(topic)
    expect(record).toMatchObject({ topic, partition: 0, offset: 0, key: null, value: null })
    expect(record?.headers).toEqual({
      'content-type': Buffer.from('text/plain'),
      raw: Buffer.from([0, 255]),
    })
  })

  it('goes on after a message that the broker refuses', async () => {
    const topic = await kafka.makeTopic(1, { 'max.message.bytes': '100000' })
    const producer = await createProducer(kafka.connection)

    const refused = producer.send(topic, [{ key: 'k', value: randomBytes(200_000) }])
    await expect(refused).rejects.toMatchObject({ code: 'kafka.rejected', retriable: false })
    await producer.send(topic, numbered(3, 'after'))

    await producer.close()
    const records = await kafka.readAll(topic)
    expect(records.map(textOf)).toEqual(['after 0', 'after 1', 'after 2'])
  })

  it('logs nothing: what goes wrong is thrown', async () => {
    const topic = await kafka.makeTopic(1)

    await kafka.append(topic, numbered(1, randomUUID()))

    expect(kafka.logLines).toEqual([])
  })
})
