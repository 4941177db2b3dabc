import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type LogRecord } from '../../contracts/processor.ts'
import { numbered, useKafka } from '../../test/kafka-fixture.ts'
import { waitFor } from '../../test/wait-for.ts'
import { type OffsetRange } from './offset-cursor.ts'
import { readRange } from './reader.ts'

const kafka = useKafka()

interface Interruption {
  readonly onRecords: () => void | Promise<void>
  readonly signal: AbortSignal
}

/** Reads three records, or as many of them as the interruption allows. */
async function readInterrupted({ onRecords, signal }: Interruption): Promise<void> {
  const topic = await kafka.makeTopic(1)
  await kafka.append(topic, numbered(3, 'k'))
  const ranges = [{ partition: 0, from: 0, to: 3 }]
  await readRange(kafka.connection, { topic, ranges, onRecords, signal })
}

async function read(topic: string, ranges: readonly OffsetRange[]): Promise<LogRecord[]> {
  const records: LogRecord[] = []
  await readRange(kafka.connection, {
    topic,
    ranges,
    signal: new AbortController().signal,
    onRecords: (some) => {
      records.push(...some)
    },
  })
  return records
}

describe('readRange', () => {
  it('hands over exactly the offsets asked for, in order', async () => {
    const topic = await kafka.makeTopic(3)
    await kafka.append(topic, [
      ...numbered(100, 'a', 0),
      ...numbered(50, 'b', 1),
      ...numbered(9, 'c', 2),
    ])

    const records = await read(topic, [
      { partition: 0, from: 37, to: 61 },
      { partition: 1, from: 49, to: 50 },
    ])

    const offsets = (partition: number) =>
      records.filter((record) => record.partition === partition).map(({ offset }) => offset)
    expect(offsets(0)).toEqual(Array.from({ length: 24 }, (_, index) => 37 + index))
    expect(offsets(1)).toEqual([49])
    expect(records).toHaveLength(25)
  })

  it('hands over headers of any name and number', async () => {
    const topic = await kafka.makeTopic(1)
    const names = ['constructor', '__proto__', 'toString']
    const many = Array.from({ length: 5000 }, (_, at) => `h${at}`)
    const headers = Object.fromEntries([...names, ...many].map((name) => [name, Buffer.from(name)]))
    await kafka.append(topic, [{ key: 'k', value: 'v', headers }])

    const [record] = await kafka.readAll(topic)

    expect(Object.entries(record?.headers ?? {})).toEqual(Object.entries(headers))
  })

  it('ends where a transaction leaves markers that are no records', async () => {
    const topic = await kafka.makeTopic(1)
    await appendInTransactions(topic, ['one', 'two'])

    const records = await kafka.readAll(topic)

    const [offsets] = await kafka.admin.offsetsOf(topic)
    expect(offsets).toEqual({ partition: 0, start: 0, end: 4 })
    expect(records.map(({ offset }) => offset)).toEqual([0, 2])
  })

  it('reads a range that holds nothing but a marker', async () => {
    const topic = await kafka.makeTopic(1)
    await appendInTransactions(topic, ['one'])

    expect(await read(topic, [{ partition: 0, from: 1, to: 2 }])).toEqual([])
  })

  it('reads nothing of an empty range', async () => {
    const topic = await kafka.makeTopic(1)

    expect(await read(topic, [{ partition: 0, from: 5, to: 5 }])).toEqual([])
  })

  it.each([
    { partition: 0, from: 0, to: 4 },
    { partition: 7, from: 0, to: 1 },
  ])('refuses %j, which the log does not hold', async (range) => {
    const topic = await kafka.makeTopic(1)
    await kafka.append(topic, numbered(3, 'k'))

    await expect(read(topic, [range])).rejects.toMatchObject({ code: 'kafka.records-missing' })
  })

  it('ends with what the receiver throws', async () => {
    const onRecords = () => {
      throw new TypeError('a bug in the receiver')
    }

    const reading = readInterrupted({ onRecords, signal: new AbortController().signal })

    await expect(reading).rejects.toThrow('a bug in the receiver')
  })

  it('ends when it is aborted, with the reason, though the receiver is not done', async () => {
    const abort = new AbortController()
    const onRecords = () => {
      abort.abort(new Error('enough'))
      return new Promise<void>(() => undefined)
    }

    const reading = readInterrupted({ onRecords, signal: abort.signal })

    await expect(reading).rejects.toThrow('enough')
  })
})

async function appendInTransactions(topic: string, values: readonly string[]): Promise<void> {
  const producer = kafka.connection.kafka.producer({
    transactionalId: randomUUID(),
    idempotent: true,
    maxInFlightRequests: 1,
  })
  await producer.connect()
  for (const value of values) {
    const transaction = await producer.transaction()
    await transaction.send({ topic, messages: [{ value }] })
    await transaction.commit()
  }
  await producer.disconnect()
  // The broker confirms a commit before it has written the marker.
  await waitFor('the markers', async () => {
    const [offsets] = await kafka.admin.offsetsOf(topic)
    return offsets?.end === values.length * 2 || undefined
  })
}
