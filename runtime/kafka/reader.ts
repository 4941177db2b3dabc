import { randomUUID } from 'node:crypto'
import { type Consumer } from 'kafkajs'
import { withDeadline } from '../lifecycle.ts'
import { PipelineError } from '../problem.ts'
import { createAdmin, type KafkaAdmin } from './admin.ts'
import { type KafkaConnection, kafkaRetry } from './connection.ts'
import { toKafkaProblem } from './failure.ts'
import { OffsetCursor } from './offset-cursor.ts'
import { RangeReading, type Reading } from './range-reading.ts'

/**
 * Reads exactly these offsets, and resolves when `onRecords` has had them all.
 *
 * It commits nothing and disturbs no worker: kafkajs reads as a member of a group only, so this is
 * one of its own, which is deleted afterwards (user rights must allow groups named `tally-read-…`).
 *
 * @throws PipelineError `kafka.records-missing` before anything is read, when the log does not
 * hold these offsets; `kafka.unreachable` when nothing comes for `idleDeadlineMs`;
 * `kafka.refused`; the reason of `signal`; or what `onRecords` throws.
 */
export async function readRange(connection: KafkaConnection, reading: Reading): Promise<void> {
  reading.signal.throwIfAborted()
  const cursor = new OffsetCursor(reading.ranges)
  if (cursor.isDone) return
  const admin = await createAdmin(connection)
  try {
    await checkRanges(admin, reading)
    await readAsThrowawayGroup(connection, { admin, cursor, reading })
  } finally {
    await admin.close().catch(tolerate(connection, 'reader left without an answer'))
  }
}

async function checkRanges(admin: KafkaAdmin, { topic, ranges }: Reading): Promise<void> {
  const held = new Map(
    (await admin.offsetsOf(topic)).map((offsets) => [offsets.partition, offsets]),
  )
  for (const { partition, from, to } of ranges) {
    const { start, end } = held.get(partition) ?? { start: 0, end: 0 }
    if (from >= to || (start <= from && to <= end)) continue
    throw new PipelineError({
      code: 'kafka.records-missing',
      message: `Partition ${partition} of ${topic} holds offsets ${start} to ${end}, not ${from} to ${to}.`,
      action: 'The topic was truncated or made anew: point at the right Kafka, or rebuild.',
      context: { topic, partition },
    })
  }
}

interface Task {
  readonly admin: KafkaAdmin
  readonly cursor: OffsetCursor
  readonly reading: Reading
}

async function readAsThrowawayGroup(connection: KafkaConnection, task: Task): Promise<void> {
  const { topic } = task.reading
  const groupId = `tally-read-${randomUUID()}`
  const consumer = createConsumer(connection, groupId)
  const doing = `hand over the records of ${topic}`
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await new RangeReading(consumer, task.cursor, task.reading).run()
  } catch (error) {
    throw toKafkaProblem(error, { address: connection.address, doing })
  } finally {
    await leave(consumer, connection.address).catch(
      tolerate(connection, 'reader left without an answer'),
    )
    // Nothing was committed, so a group that stays behind is forgotten by the broker anyway.
    await task.admin.deleteGroup(groupId).catch(tolerate(connection, 'reader group stayed behind'))
  }
}

function createConsumer({ kafka }: KafkaConnection, groupId: string): Consumer {
  return kafka.consumer({
    groupId,
    metadataMaxAge: 60_000,
    sessionTimeout: 30_000,
    rebalanceTimeout: 60_000,
    heartbeatInterval: 3000,
    minBytes: 1,
    maxBytes: 8 << 20,
    maxBytesPerPartition: 1 << 20,
    maxWaitTimeInMs: 300,
    allowAutoTopicCreation: false,
    readUncommitted: false,
    retry: { ...kafkaRetry, restartOnFailure: () => Promise.resolve(false) },
  })
}

async function leave(consumer: Consumer, address: string): Promise<void> {
  await withDeadline(consumer.disconnect(), {
    ms: 5000,
    what: `Kafka at ${address} did not let a reader leave`,
    code: 'kafka.unreachable',
    action: 'Nothing needs to be done: the broker forgets the reader by itself.',
  })
}

/** What goes wrong at the end does not undo what has been read. */
function tolerate({ log }: KafkaConnection, what: string): (error: unknown) => void {
  return (err) => {
    log.debug({ err }, what)
  }
}
