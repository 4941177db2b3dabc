import kafkajs, { type Admin } from 'kafkajs'
import { type Deadline, delay, fullJitter, withDeadline } from '../lifecycle.ts'
import { type KafkaConnection, kafkaRetry } from './connection.ts'
import { toKafkaProblem } from './failure.ts'
import { type NewGroupOffset, setGroupOffsets } from './group-offsets.ts'
import { toOffset } from './record.ts'

/** How a topic is to be made. */
export interface NewTopic {
  readonly name: string
  readonly partitions: number
  readonly replicationFactor: number
  readonly settings: Readonly<Record<string, string>>
}

/** A topic as the brokers know it, with every setting, those at their default too. */
export interface TopicDescription {
  readonly partitions: number
  readonly settings: ReadonlyMap<string, string>
}

/** What a partition holds: the offsets from `start` up to, not including, `end`. */
export interface PartitionOffsets {
  readonly partition: number
  readonly start: number
  readonly end: number
}

/** What a consumer group has committed for a partition. */
export interface GroupOffset {
  readonly partition: number
  /** The next offset to be read; undefined when nothing was committed. */
  readonly offset: number | undefined
  readonly metadata: string | undefined
}

/**
 * Questions to Kafka. Each is answered within the deadline or throws: PipelineError
 * `kafka.unreachable`, `kafka.refused`, `kafka.topic-missing` or `kafka.rejected`.
 */
export interface KafkaAdmin {
  brokerCount(): Promise<number>
  /** Resolves when the partitions have leaders; false when the topic was there already. */
  createTopic(topic: NewTopic): Promise<boolean>
  /** Those of the topics that exist. */
  describeTopics(names: readonly string[]): Promise<ReadonlyMap<string, TopicDescription>>
  /** In the order of the partitions. */
  offsetsOf(topic: string): Promise<readonly PartitionOffsets[]>
  /** In the order of the partitions; a group that does not exist has committed nothing. */
  groupOffsets(groupId: string, topic: string): Promise<readonly GroupOffset[]>
  /**
   * Lets a group begin at other offsets. Its commits for other partitions stay.
   * It must have no members: `kafka.rejected` otherwise.
   */
  setGroupOffsets(groupId: string, topic: string, offsets: readonly NewGroupOffset[]): Promise<void>
  /** How many consumers a group has now; one that was killed counts until its session ends. */
  groupMembers(groupId: string): Promise<number>
  close(): Promise<void>
}

/**
 * Connects an admin client.
 *
 * @param deadlineMs for connecting and for each question; short enough for a person who waits
 * @throws PipelineError `kafka.unreachable` or `kafka.refused`.
 */
export async function createAdmin(
  connection: KafkaConnection,
  { deadlineMs = 10_000 }: { readonly deadlineMs?: number } = {},
): Promise<KafkaAdmin> {
  const client = connection.kafka.admin({ retry: kafkaRetry })
  const ask: Ask = async (doing, answer) => {
    try {
      return await withDeadline(answer, deadlineOf(connection, doing, deadlineMs))
    } catch (error) {
      throw toKafkaProblem(error, { address: connection.address, doing })
    }
  }
  try {
    await ask('accept a connection', client.connect())
  } catch (error) {
    void client.disconnect().catch(() => undefined)
    throw error
  }
  return adminOf(connection, client, ask)
}

type Ask = <Answer>(doing: string, answer: Promise<Answer>) => Promise<Answer>

function deadlineOf({ address }: KafkaConnection, doing: string, ms: number): Deadline {
  return {
    ms,
    what: `Kafka at ${address} did not ${doing}`,
    code: 'kafka.unreachable',
    action: 'Check that Kafka runs and that KAFKA_BROKERS names it, then try again.',
  }
}

function adminOf(connection: KafkaConnection, client: Admin, ask: Ask): KafkaAdmin {
  return {
    async brokerCount() {
      const { brokers } = await ask('list its brokers', client.describeCluster())
      return brokers.length
    },
    createTopic: (topic) => ask(`make topic ${topic.name}`, createTopic(client, topic)),
    describeTopics: (names) => ask('describe topics', describeTopics(client, names)),
    offsetsOf: (topic) => ask(`tell the offsets of ${topic}`, offsetsOf(client, topic)),
    groupOffsets: (groupId, topic) =>
      ask(`tell the offsets of group ${groupId}`, groupOffsets(client, { groupId, topic })),
    setGroupOffsets: (groupId, topic, offsets) =>
      ask(`set the offsets of group ${groupId}`, setGroupOffsets(connection, { groupId, topic, offsets })), // prettier-ignore
    async groupMembers(groupId) {
      const described = whileMoving(coordinatorMoves, () => client.describeGroups([groupId]))
      const { groups } = await ask(`describe group ${groupId}`, described)
      return groups.reduce((count, { members }) => count + members.length, 0)
    },
    close: () => ask('take leave', client.disconnect()),
  }
}

/**
 * kafkajs's own wait for leaders gives up when it asks a broker that has not heard of the topic
 * yet, which on a busy machine is the usual case.
 */
async function createTopic(client: Admin, topic: NewTopic): Promise<boolean> {
  const isNew = await client.createTopics({
    waitForLeaders: false,
    validateOnly: false,
    timeout: 8000,
    topics: [
      {
        topic: topic.name,
        numPartitions: topic.partitions,
        replicationFactor: topic.replicationFactor,
        configEntries: Object.entries(topic.settings).map(([name, value]) => ({ name, value })),
      },
    ],
  })
  const looks = { firstMs: 100, longestMs: 500, attemptsMax: 100 }
  for (const waitMs of fullJitter(looks, () => 1)) {
    if (await hasLeaders(client, topic.name)) break
    await delay(waitMs)
  }
  return isNew
}

async function hasLeaders(client: Admin, topic: string): Promise<boolean> {
  try {
    const { topics } = await client.fetchTopicMetadata({ topics: [topic] })
    return topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))
  } catch (error) {
    const type = error instanceof kafkajs.KafkaJSProtocolError ? error.type : undefined
    if (type === 'UNKNOWN_TOPIC_OR_PARTITION' || type === 'LEADER_NOT_AVAILABLE') return false
    throw error
  }
}

async function describeTopics(
  client: Admin,
  names: readonly string[],
): Promise<ReadonlyMap<string, TopicDescription>> {
  const existing = new Set(await client.listTopics())
  const topics = names.filter((name) => existing.has(name))
  if (topics.length === 0) return new Map()
  const metadata = await client.fetchTopicMetadata({ topics })
  const { resources } = await client.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
  })
  return new Map(
    metadata.topics.map(({ name, partitions }) => {
      const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries
      const settings = (entries ?? []).map(
        ({ configName, configValue }) => [configName, configValue] as const,
      )
      return [name, { partitions: partitions.length, settings: new Map(settings) }]
    }),
  )
}

async function offsetsOf(client: Admin, topic: string): Promise<PartitionOffsets[]> {
  const offsets = await whileMoving(leaderMoves, () => client.fetchTopicOffsets(topic))
  return offsets
    .map(({ partition, low, high }) => ({ partition, start: toOffset(low), end: toOffset(high) }))
    .sort(byPartition)
}

async function groupOffsets(
  client: Admin,
  group: { readonly groupId: string; readonly topic: string },
): Promise<GroupOffset[]> {
  const [answer] = await fetchOffsets(client, group)
  const committed = (answer?.partitions ?? []).map(({ partition, offset, metadata }) => ({
    partition,
    offset: toOffset(offset) < 0 ? undefined : toOffset(offset),
    metadata: metadata ?? undefined,
  }))
  return committed.sort(byPartition)
}

/** A broker that is named leader may not have heard of it yet, as of a topic that was just made. */
const leaderMoves = ['NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE']

const coordinatorMoves = [
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
]

/** kafkajs throws while a coordinator is being found, as it is when the first group begins. */
function fetchOffsets(
  client: Admin,
  { groupId, topic }: { readonly groupId: string; readonly topic: string },
) {
  return whileMoving(coordinatorMoves, () => client.fetchOffsets({ groupId, topics: [topic] }))
}

/** Asks again while the answer is that somebody else is about to be responsible. */
async function whileMoving<Answer>(
  moves: readonly string[],
  question: () => Promise<Answer>,
): Promise<Answer> {
  const looks = { firstMs: 100, longestMs: 500, attemptsMax: 100 }
  for (const waitMs of fullJitter(looks, () => 1)) {
    try {
      return await question()
    } catch (error) {
      const type = error instanceof kafkajs.KafkaJSProtocolError ? error.type : ''
      if (!moves.includes(type)) throw error
    }
    await delay(waitMs)
  }
  return question()
}

function byPartition(a: { readonly partition: number }, b: { readonly partition: number }): number {
  return a.partition - b.partition
}
