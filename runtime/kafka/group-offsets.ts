import { createCluster } from './cluster.ts'
import { type KafkaConnection } from './connection.ts'

/** Where a group is to begin, and what is said with that commit. */
export interface NewGroupOffset {
  readonly partition: number
  readonly offset: number
  readonly metadata: string
}

/**
 * Commits for a group that has no members. kafkajs's own way joins the group and waits for a fetch,
 * which takes seconds.
 *
 * @throws the errors of kafkajs, also when the group has members
 */
export async function setGroupOffsets(
  connection: KafkaConnection,
  group: {
    readonly groupId: string
    readonly topic: string
    readonly offsets: readonly NewGroupOffset[]
  },
): Promise<void> {
  const { groupId, topic, offsets } = group
  const partitions = offsets.map(({ offset, ...others }) => ({ ...others, offset: `${offset}` }))
  const topics = [{ topic, partitions }]
  const cluster = createCluster(connection)
  await cluster.connect()
  try {
    const coordinator = await cluster.findGroupCoordinator({ groupId })
    await coordinator.offsetCommit({ groupId, groupGenerationId: -1, memberId: '', topics })
  } finally {
    await cluster.disconnect()
  }
}
