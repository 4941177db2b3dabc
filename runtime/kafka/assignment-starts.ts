import { type Topic } from '../../contracts/topic.ts'
import { PipelineError } from '../problem.ts'
import { createAdmin, type GroupOffset, type KafkaAdmin, type PartitionOffsets } from './admin.ts'
import { type KafkaConnection } from './connection.ts'
import { type Assignment } from './record-source.ts'

/** What is needed of a topic to read it. */
export type SourceTopic = Pick<Topic, 'name' | 'partitions'>

/** The partitions of a group member, by topic. */
export type MemberAssignment = Readonly<Record<string, readonly number[]>>

/**
 * Where each assigned partition is to be read from: the committed offset, or the start of the log.
 *
 * Asked of the broker at each joining rather than left to kafkajs, which would answer an offset
 * that is out of range by starting somewhere else without a word.
 *
 * @throws PipelineError `kafka.records-missing` when the log does not go on where the group left
 * off; `setup.differs` when the topic has another count of partitions; or what the admin throws.
 */
export async function readStarts(
  connection: KafkaConnection,
  { groupId, topics }: { readonly groupId: string; readonly topics: readonly SourceTopic[] },
  assigned: MemberAssignment,
): Promise<readonly Assignment[]> {
  const admin = await createAdmin(connection)
  try {
    const starts: Assignment[] = []
    for (const topic of topics) {
      const partitions = assigned[topic.name] ?? []
      if (partitions.length > 0) starts.push(...(await startsOf(admin, groupId, topic, partitions)))
    }
    return starts
  } finally {
    await admin.close().catch((err: unknown) => {
      connection.log.debug({ err }, 'admin left without an answer')
    })
  }
}

async function startsOf(
  admin: KafkaAdmin,
  groupId: string,
  topic: SourceTopic,
  partitions: readonly number[],
): Promise<Assignment[]> {
  const offsets = await admin.offsetsOf(topic.name)
  if (offsets.length !== topic.partitions) throw otherPartitionCount(topic, offsets.length)
  const committed = await admin.groupOffsets(groupId, topic.name)
  return offsets
    .filter(({ partition }) => partitions.includes(partition))
    .map((held) => {
      const commit = committed.find(({ partition }) => partition === held.partition)
      const startOffset = startIn(topic, held, commit)
      return {
        topic: topic.name,
        partition: held.partition,
        startOffset,
        isFromLogStart: startOffset === held.start,
        endOffset: held.end,
        ...committedBy(commit),
      }
    })
}

function committedBy(commit: GroupOffset | undefined): Pick<Assignment, 'committed'> {
  if (commit?.offset === undefined) return {}
  return { committed: { offset: commit.offset, metadata: commit.metadata ?? '' } }
}

function startIn(
  topic: SourceTopic,
  { partition, start, end }: PartitionOffsets,
  commit: GroupOffset | undefined,
): number {
  const committed = commit?.offset
  if (committed === undefined) return start
  if (committed >= start && committed <= end) return committed
  throw new PipelineError({
    code: 'kafka.records-missing',
    message: `Partition ${partition} of ${topic.name} holds offsets ${start} to ${end}, but the group has read up to ${committed}.`,
    action:
      'The topic was truncated or made anew: point KAFKA_BROKERS at the right Kafka, or begin anew as docs/delivery.md says under "Refusals".',
    context: { topic: topic.name, partition, committed, start, end },
  })
}

function otherPartitionCount({ name, partitions }: SourceTopic, found: number): PipelineError {
  return new PipelineError({
    code: 'setup.differs',
    message: `Topic ${name} has ${found} partitions; expected ${partitions}.`,
    action:
      'A key may lie in two partitions now: copy the log, in order and by key, into a new topic.',
    context: { topic: name, partitions: found },
  })
}
