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

/** How far the pipeline is, as the servers tell it; no worker is asked. */
export interface PipelineStatus {
  readonly topic: string
  readonly groupId: string
  readonly partitions: readonly PartitionStatus[]
  readonly lag: number
  /** Documents that can be searched now, by alias. */
  readonly documents: Readonly<Record<string, number>>
}

interface StatusOptions {
  readonly admin: Pick<KafkaAdmin, 'offsetsOf' | 'groupOffsets'>
  readonly client: ElasticsearchClient
  readonly url: string
  readonly topic: string
  readonly groupId: string
  readonly indices: readonly IndexDefinition[]
}

/** Reads only. @throws PipelineError of Kafka or Elasticsearch */
export async function readStatus(options: StatusOptions): Promise<PipelineStatus> {
  const { admin, topic, groupId, indices } = options
  const [ends, commits, counts] = await Promise.all([
    admin.offsetsOf(topic),
    admin.groupOffsets(groupId, topic),
    Promise.all([...indices, deadLetters].map((index) => countOf(options, aliasOf(index)))),
  ])
  const partitions = ends.map(({ partition, end }) => {
    const committed = commits.find((each) => each.partition === partition)?.offset ?? 0
    return { partition, end, committed, lag: end - committed }
  })
  const lag = partitions.reduce((sum, partition) => sum + partition.lag, 0)
  return { topic, groupId, partitions, lag, documents: Object.fromEntries(counts) }
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
export function describePipeline({
  topic,
  groupId,
  partitions,
  lag,
  documents,
}: PipelineStatus): readonly string[] {
  const rows = [
    ['partition', 'end', 'committed', 'lag'],
    ...partitions.map((each) => [`${each.partition}`, ...[each.end, each.committed, each.lag].map(count)]), // prettier-ignore
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) // prettier-ignore
  return [
    `${topic}, read by ${groupId}: ${lag === 0 ? 'everything is done' : `${count(lag)} records behind`}`,
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')}`), // prettier-ignore
    ...Object.entries(documents).map(([alias, documentCount]) => `${alias}: ${count(documentCount)} documents`), // prettier-ignore
  ]
}

function count(value: number): string {
  return value.toLocaleString('en')
}
