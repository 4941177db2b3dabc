import { type Topic } from '../../contracts/topic.ts'
import { type GroupOffset, type KafkaAdmin } from '../../runtime/kafka/admin.ts'
import { type KafkaConnection } from '../../runtime/kafka/connection.ts'
import { type NewGroupOffset } from '../../runtime/kafka/group-offsets.ts'
import { type LogReader, openLogReader } from '../../runtime/kafka/reader.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { inspectCommit } from '../log-guard.ts'
import { metaIdOf } from '../setup/meta.ts'

interface RewindOptions {
  readonly connection: KafkaConnection
  readonly admin: KafkaAdmin
  readonly topics: readonly Topic[]
  readonly previous: number
  readonly indexVersion: number
}

/**
 * Lets the new group begin at the handover offsets, which is where the old one ended. What the new
 * workers have done beyond is skipped when it comes again; but the dead letters of there, which
 * nobody has appended to their topic yet, are appended then.
 *
 * Neither group may have members. Idempotent.
 */
export async function rewind(options: RewindOptions): Promise<void> {
  const { connection, admin, topics, indexVersion } = options
  const reader = await openLogReader(connection)
  try {
    for (const { name } of topics) {
      const offsets = await offsetsToSet(options, name, reader)
      if (offsets.length > 0) {
        await admin.setGroupOffsets(metaIdOf(indexVersion), name, offsets)
      }
    }
  } finally {
    await reader.close()
  }
}

async function offsetsToSet(options: RewindOptions, topic: string, reader: LogReader) {
  const { admin, previous, indexVersion } = options
  const reached = await admin.groupOffsets(metaIdOf(indexVersion), topic)
  const old = await admin.groupOffsets(metaIdOf(previous), topic)
  const handovers = await Promise.all(
    (await admin.offsetsOf(topic)).map(async ({ partition, start }): Promise<NewGroupOffset> => {
      const ended = old.find((each) => each.partition === partition)
      if (ended?.offset === undefined || !(await isOfThisLog(reader, topic, ended))) {
        return { partition, offset: start, metadata: '' }
      }
      return { partition, offset: Math.max(start, ended.offset), metadata: ended.metadata ?? '' }
    }),
  )
  return handovers.filter(
    ({ partition, offset }) => offset < (offsetOf(reached, partition) ?? offset),
  )
}

function offsetOf(commits: readonly GroupOffset[], partition: number): number | undefined {
  return commits.find((commit) => commit.partition === partition)?.offset
}

/** A topic that was made anew may be longer than the old one was. */
async function isOfThisLog(
  reader: LogReader,
  topic: string,
  { partition, offset = 0, metadata = '' }: GroupOffset,
): Promise<boolean> {
  try {
    await inspectCommit(reader, { topic, partition, committed: { offset, metadata } })
    return true
  } catch (error) {
    if (error instanceof PipelineError && error.code === 'log.replaced') return false
    throw error
  }
}
