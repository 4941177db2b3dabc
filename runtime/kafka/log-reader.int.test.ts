import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LogRecord } from '../../contracts/processor.ts'
import { numbered, textOf, useKafka } from '../../test/kafka-fixture.ts'
import { waitFor } from '../../test/wait-for.ts'
import { type LogReader, openLogReader } from './reader.ts'

const kafka = useKafka()
const { signal } = new AbortController()
let reader: LogReader

beforeAll(async () => {
  reader = await openLogReader(kafka.connection)
})
afterAll(() => reader.close())

/** A topic with one partition, with records `k 0` to `k 9`; the first `deleted` ones are gone. */
async function makeTen({ deleted = 0 }: { readonly deleted?: number } = {}): Promise<string> {
  const topic = await kafka.makeTopic(1)
  await kafka.append(topic, numbered(10, 'k'))
  if (deleted > 0) await deleteBefore(topic, deleted)
  return topic
}

async function deleteBefore(topic: string, offset: number): Promise<void> {
  const client = kafka.connection.kafka.admin()
  await client.connect()
  // kafkajs deletes only from topics that this client has asked for before.
  await client.fetchTopicOffsets(topic)
  const partitions = [{ partition: 0, offset: String(offset) }]
  await client.deleteTopicRecords({ topic, partitions })
  await client.disconnect()
}

/** Records that no compression makes smaller than `bytes`. */
function large(count: number, bytes: number, partition: number) {
  return Array.from({ length: count }, (_, at) => ({
    key: `k-${at}`,
    value: randomBytes(bytes).toString('latin1'),
    partition,
  }))
}

async function offsetsIn(topic: string, ranges: { partition: number; from: number; to: number }[]) {
  const records: LogRecord[] = []
  await reader.read({
    topic,
    ranges,
    signal,
    onRecords: (some) => {
      records.push(...some)
    },
  })
  return records
    .map(({ partition, offset }) => `${partition}/${offset}`)
    .sort((a, b) => a.localeCompare(b))
}

describe('a log reader', () => {
  it('reads window after window and topic after topic, also at once', async () => {
    const [one, other] = await Promise.all([makeTen(), makeTen()])

    const windows = await Promise.all([
      offsetsIn(one, [{ partition: 0, from: 0, to: 2 }]),
      offsetsIn(one, [{ partition: 0, from: 2, to: 4 }]),
      offsetsIn(other, [{ partition: 0, from: 8, to: 10 }]),
    ])

    expect(windows).toEqual([
      ['0/0', '0/1'],
      ['0/2', '0/3'],
      ['0/8', '0/9'],
    ])
  })

  it('reads batches larger than what it asks for at once', async () => {
    const topic = await kafka.makeTopic(3, {
      'message.timestamp.type': 'LogAppendTime',
      'max.message.bytes': String(16 << 20),
    })
    for (const partition of [0, 1, 2]) {
      for (const message of large(3, 3 << 20, partition)) await kafka.append(topic, [message])
    }

    const ranges = [0, 1, 2].map((partition) => ({ partition, from: 0, to: 3 }))

    expect(await offsetsIn(topic, ranges)).toEqual(
      ['0/0', '0/1', '0/2', '1/0', '1/1', '1/2', '2/0', '2/1', '2/2'], // prettier-ignore
    )
  }, 60_000)

  it('leaves out what a transaction aborted', async () => {
    const topic = await makeTen()
    const producer = kafka.connection.kafka.producer({ transactionalId: randomUUID(), idempotent: true, maxInFlightRequests: 1 }) // prettier-ignore
    await producer.connect()
    const transaction = await producer.transaction()
    await transaction.send({ topic, messages: [{ value: 'never' }] })

    const waiting = reader.read({
      topic,
      ranges: [{ partition: 0, from: 10, to: 11 }],
      signal,
      onRecords: () => undefined,
      idleDeadlineMs: 300,
    })
    await expect(waiting).rejects.toMatchObject({ code: 'kafka.unreachable' })
    expect(await reader.firstFrom({ topic, partition: 0, offset: 10 })).toBeUndefined()

    await transaction.abort()
    await producer.disconnect()
    // The broker confirms the end before it has written the marker.
    await waitFor('the marker', async () => {
      const [offsets] = await kafka.admin.offsetsOf(topic)
      return offsets?.end === 12 || undefined
    })
    await kafka.append(topic, numbered(1, 'after'))

    expect(await offsetsIn(topic, [{ partition: 0, from: 9, to: 13 }])).toEqual(['0/12', '0/9'])
  })

  it('says that records were deleted while it read', async () => {
    const topic = await kafka.makeTopic(1)
    for (const message of large(4, 600 << 10, 0)) await kafka.append(topic, [message])

    const reading = reader.read({
      topic,
      ranges: [{ partition: 0, from: 0, to: 4 }],
      signal,
      onRecords: () => deleteBefore(topic, 4),
    })

    await expect(reading).rejects.toMatchObject({ code: 'kafka.records-missing' })
  })

  it('says that a topic is not there', async () => {
    const reading = offsetsIn(`test.${randomUUID()}`, [{ partition: 0, from: 0, to: 1 }])

    await expect(reading).rejects.toMatchObject({ code: 'kafka.topic-missing' })
  })

  it.each([
    { deleted: 0, offset: 4, found: 'k 4' },
    { deleted: 7, offset: 4, found: 'k 7' },
    { deleted: 0, offset: 10, found: undefined },
    { deleted: 10, offset: 0, found: undefined },
  ])('finds the first record that is left: $deleted deleted, from $offset', async (example) => {
    const topic = await makeTen(example)

    const record = await reader.firstFrom({ topic, partition: 0, offset: example.offset })

    expect(record && textOf(record)).toBe(example.found)
  })

  it('finds nothing in a partition that is not there', async () => {
    const topic = await makeTen()

    expect(await reader.firstFrom({ topic, partition: 5, offset: 0 })).toBeUndefined()
  })
})
