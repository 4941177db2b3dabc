import { deadLetters } from '../contracts/indices/dead-letters.ts'
import { aliasOf, type IndexDefinition } from '../contracts/index-definition.ts'
import { type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts'
import { toElasticsearchProblem } from '../runtime/elasticsearch/failure.ts'
import { type KafkaAdmin } from '../runtime/kafka/admin.ts'

/** How far one partition is. */
export interface PartitionStatus {
  readonly partition: number
  readonly end: number
  /** Everything before this offset is done; 0 when nothing was committed. */
  readonly committed: number
  readonly lag: number
}

/** How far one topic is. */
export interface TopicStatus {
  readonly topic: string
  readonly partitions: readonly PartitionStatus[]
  readonly lag: number
}

/** How far the pipeline is, as the servers tell it; no worker is asked. */
export interface PipelineStatus {
  readonly groupId: string
  readonly topics: readonly TopicStatus[]
  /** Of all topics. */
  readonly lag: number
  /** Documents that can be searched now, by alias. */
  readonly documents: Readonly<Record<string, number>>
}

interface StatusOptions {
  readonly admin: Pick<KafkaAdmin, 'offsetsOf' | 'groupOffsets'>
  readonly client: ElasticsearchClient
  readonly url: string
  readonly topics: readonly string[]
  readonly groupId: string
  readonly indices: readonly IndexDefinition[]
}

/** Reads only. @throws PipelineError of Kafka or Elasticsearch */
export async function readStatus(options: StatusOptions): Promise<PipelineStatus> {
  const { topics: names, groupId, indices } = options
  const [topics, counts] = await Promise.all([
    Promise.all(names.map((topic) => topicStatus(topic, options))),
    Promise.all([...indices, deadLetters].map((index) => countOf(options, aliasOf(index)))),
  ])
  return { groupId, topics, lag: sumOfLags(topics), documents: Object.fromEntries(counts) }
}

async function topicStatus(
  topic: string,
  { admin, groupId }: Pick<StatusOptions, 'admin' | 'groupId'>,
): Promise<TopicStatus> {
  const [ends, commits] = await Promise.all([
    admin.offsetsOf(topic),
    admin.groupOffsets(groupId, topic),
  ])
  const partitions = ends.map(({ partition, end }) => {
    const committed = commits.find((each) => each.partition === partition)?.offset ?? 0
    return { partition, end, committed, lag: end - committed }
  })
  return { topic, partitions, lag: sumOfLags(partitions) }
}

function sumOfLags(parts: readonly { readonly lag: number }[]): number {
  return parts.reduce((sum, { lag }) => sum + lag, 0)
}

async function countOf(
  { client, url }: StatusOptions,
  alias: string,
): Promise<readonly [string, number]> {
  try {
    const { count } = await client.count({
      index: alias,
      ignore_unavailable: true,
      allow_no_indices: true,
    })
    return [alias, count]
  } catch (error) {
    throw toElasticsearchProblem(error, { url, doing: 'count documents' })
  }
}

/** The status for people, a line each. */
export function describePipeline(status: PipelineStatus): readonly string[] {
  const { groupId, topics, documents } = status
  return [
    ...topics.flatMap((topic) => describeTopic(topic, groupId)),
    ...Object.entries(documents).map(([alias, documentCount]) => `${alias}: ${count(documentCount)} documents`), // prettier-ignore
  ]
}

function describeTopic({ topic, partitions, lag }: TopicStatus, groupId: string): string[] {
  const rows = [
    ['partition', 'end', 'committed', 'lag'],
    ...partitions.map((each) => [`${each.partition}`, ...[each.end, each.committed, each.lag].map(count)]), // prettier-ignore
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) // prettier-ignore
  return [
    `${topic}, read by ${groupId}: ${lag === 0 ? 'everything is done' : `${count(lag)} records behind`}`,
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')}`), // prettier-ignore
  ]
}

function count(value: number): string {
  return value.toLocaleString('en')
}
