import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { anyFreePort } from '../../stack/ports.ts'
import { numbered, useKafka } from '../../test/kafka-fixture.ts'
import { waitFor } from '../../test/wait-for.ts'
import { type PipelineError } from '../problem.ts'
import { createConsumer } from './consumer.ts'
import { type Assignment, type RecordBatch, type RecordReceiver } from './record-source.ts'

const kafka = useKafka()

/** Writes down what it is told, and takes everything. */
class Notes implements RecordReceiver {
  assignments: readonly Assignment[] = []
  joins = 0
  readonly offsets = new Map<number, number[]>()
  readonly next = new Map<number, number>()
  readonly problems: PipelineError[] = []
  readonly onBatch: (batch: RecordBatch) => void

  constructor(onBatch: (batch: RecordBatch) => void = () => undefined) {
    this.onBatch = onBatch
  }

  onAssigned(assignments: readonly Assignment[]): void {
    this.assignments = assignments
    this.joins += 1
  }

  onAssignmentsEnded(): void {
    this.assignments = []
  }

  onRecords({ partition }: Assignment, batch: RecordBatch): void {
    const offsets = this.offsets.get(partition) ?? []
    offsets.push(...batch.records.map(({ offset }) => offset))
    this.offsets.set(partition, offsets)
    this.next.set(partition, batch.nextOffset)
    this.onBatch(batch)
  }

  hasRoom(): boolean {
    return true
  }

  whenRoom(): Promise<void> {
    return Promise.resolve()
  }

  onAway(problem: PipelineError): void {
    this.problems.push(problem)
  }

  onBack(): void {
    this.problems.length = 0
  }
}

function join(
  topic: string,
  changes: {
    readonly groupId?: string
    readonly partitions?: number
    readonly notes?: Notes
    readonly brokers?: readonly string[]
  } = {},
) {
  const { groupId = `test-${randomUUID()}`, partitions = 1, notes = new Notes() } = changes
  const connection =
    changes.brokers === undefined ? kafka.connection : kafka.connectTo(changes.brokers)
  const source = createConsumer(connection, {
    groupId,
    topics: [{ name: topic, partitions }],
    recordsMax: 10,
    sessionTimeoutMs: 30_000,
    random: () => 0,
  })
  const ended = source.run(notes)
  ended.catch(() => undefined)
  return { groupId, notes, source, ended }
}

/** Joins, takes a record and is never heard of again until the broker has given it up. */
async function joinSilently(topic: string, groupId: string) {
  const { kafka: client } = kafka.connection
  const admin = client.admin()
  const times = { sessionTimeout: 6000, heartbeatInterval: 2000, rebalanceTimeout: 6000 }
  const consumer = client.consumer({ groupId, ...times })
  let release: () => void = () => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await Promise.all([admin.connect(), consumer.connect()])
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await new Promise<void>((resolve) => {
    const eachBatch = () => {
      resolve()
      return released
    }
    void consumer.run({ autoCommit: false, eachBatch })
  })
  return {
    async groupIs(state: string): Promise<true | undefined> {
      const { groups } = await admin.describeGroups([groupId])
      return groups[0]?.state === state || undefined
    },
    async leave(): Promise<void> {
      release()
      await Promise.all([admin.disconnect(), consumer.disconnect()])
    },
  }
}

const until = (what: string, isSo: () => boolean) =>
  waitFor(what, () => Promise.resolve(isSo() ? true : undefined), { deadlineMs: 40_000 })

const upTo = (end: number, from = 0) => Array.from({ length: end - from }, (_, at) => from + at)

describe('a consumer', () => {
  it('hands over every record in order, and goes on where the group was told', async () => {
    const topic = await kafka.makeTopic(1)
    await kafka.append(topic, numbered(25, 'k'))
    const first = join(topic)
    await until('the records', () => first.notes.next.get(0) === 25)
    const [assignment] = first.notes.assignments
    if (assignment !== undefined) await first.source.commit(assignment, 20, 'told')
    await first.source.close()

    const second = join(topic, { groupId: first.groupId })
    await until('the rest', () => second.notes.next.get(0) === 25)
    await second.source.close()

    expect(first.notes.offsets.get(0)).toEqual(upTo(25))
    expect(second.notes.offsets.get(0)).toEqual(upTo(25, 20))
    expect(await kafka.admin.groupOffsets(first.groupId, topic)).toEqual([
      { partition: 0, offset: 20, metadata: 'told' },
    ])
  })

  it('begins anew at every join, retained partitions too', async () => {
    const topic = await kafka.makeTopic(2)
    await kafka.append(topic, [...numbered(10, 'k', 0), ...numbered(10, 'k', 1)])
    const first = join(topic, { partitions: 2 })
    await until('the records', () => first.notes.next.size === 2)
    const old = first.notes.assignments

    const second = join(topic, { partitions: 2, groupId: first.groupId })
    await until('both to have one', () =>
      [first, second].every(({ notes }) => notes.assignments.length === 1),
    )
    await until('the records again', () => second.notes.next.size === 1)
    await Promise.all(old.map((assignment) => first.source.commit(assignment, 10, '')))
    await Promise.all([first.source.close(), second.source.close()])

    expect(first.notes.joins).toBeGreaterThan(1)
    const offsets = await kafka.admin.groupOffsets(first.groupId, topic)
    expect(offsets.map(({ offset }) => offset)).toEqual([undefined, undefined])
  })

  it('is no member of the group any more when it was closed while it was joining', async () => {
    const topic = await kafka.makeTopic(1)
    await kafka.append(topic, numbered(1, 'k'))
    const groupId = `test-${randomUUID()}`
    const silent = await joinSilently(topic, groupId)
    const { source } = join(topic, { groupId })
    await waitFor('it to be joining', () => silent.groupIs('PreparingRebalance'))

    await source.close()

    // The group waits for the silent one, then lets the other one in all the same.
    await waitFor('nobody to be left', () => silent.groupIs('Empty'), { deadlineMs: 30_000 })
    await silent.leave()
  })

  it('hands over nothing of a paused partition until it is resumed', async () => {
    const topic = await kafka.makeTopic(1)
    const { notes, source } = join(topic)
    await until('the assignment', () => notes.assignments.length === 1)
    const [assignment] = notes.assignments
    if (assignment === undefined) return

    source.pause(assignment)
    await kafka.append(topic, numbered(5, 'k'))
    const witness = join(topic)
    await until('the records elsewhere', () => witness.notes.next.get(0) === 5)
    const before = [...notes.next]
    source.resume(assignment)
    await until('the records', () => notes.next.get(0) === 5)
    await Promise.all([source.close(), witness.source.close()])

    expect(before).toEqual([])
  })

  it('passes over markers of transactions', async () => {
    const topic = await kafka.makeTopic(1)
    const producer = kafka.connection.kafka.producer({
      transactionalId: randomUUID(),
      idempotent: true,
      maxInFlightRequests: 1,
    })
    await producer.connect()
    for (const end of ['commit', 'abort', 'commit'] as const) {
      const transaction = await producer.transaction()
      await transaction.send({ topic, messages: [{ value: end }] })
      await transaction[end]()
    }
    await producer.disconnect()

    const { notes, source } = join(topic)
    await until('the end', () => notes.next.get(0) === 6)
    await source.close()

    expect(notes.offsets.get(0)).toEqual([0, 4])
  })

  it('ends with what the receiver throws, and the process knows', async () => {
    const topic = await kafka.makeTopic(1)
    await kafka.append(topic, numbered(5, 'k'))
    const bug = new TypeError('x is not a function')
    const notes = new Notes(() => {
      throw bug
    })

    await expect(join(topic, { notes }).ended).rejects.toBe(bug)
  })

  it.each([
    ['kafka.topic-missing', () => join('test.nowhere')],
    ['setup.differs', (topic: string) => join(topic, { partitions: 5 })],
  ] as const)('ends with %s', async (code, attempt) => {
    const topic = await kafka.makeTopic(1)

    await expect(attempt(topic).ended).rejects.toMatchObject({ code })
  })

  it('ends when the log does not hold what the group has read', async () => {
    const topic = await kafka.makeTopic(1)
    const groupId = `test-${randomUUID()}`
    const admin = kafka.connection.kafka.admin()
    await admin.connect()
    await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '7' }] })
    await admin.disconnect()

    await expect(join(topic, { groupId }).ended).rejects.toMatchObject({
      code: 'kafka.records-missing',
    })
  })

  it('tries again while nobody listens, says so, and can be closed', async () => {
    const address = `127.0.0.1:${await anyFreePort()}`
    const { notes, source, ended } = join('test.any', { brokers: [address] })

    await until('a problem', () => notes.problems.length > 0)
    await source.close()

    await expect(ended).resolves.toBeUndefined()
    expect(notes.problems[0]?.message).toContain(address)
  })
})
