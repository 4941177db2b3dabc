import { deadLetters } from '../contracts/indices/dead-letters.ts'
import { aliasOf, type IndexDefinition } from '../contracts/index-definition.ts'
import { type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts'
import { askOnce } from '../runtime/elasticsearch/failure.ts'
import { type KafkaAdmin } from '../runtime/kafka/admin.ts'
import { type HeardWorker, readHeardWorkers } from './heard-workers.ts'

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
  readonly deadLetters: { readonly total: number; readonly lastHour: number }
  /** Those heard in the last hour; null where none has ever published figures. */
  readonly workers: readonly HeardWorker[] | null
  /** Of all workers that are not silent. */
  readonly recordsPerSecond: number
  /** How long the lag takes them, if nothing more came; null where they do not move. */
  readonly secondsOfWork: number | null
}

interface StatusOptions {
  readonly admin: Pick<KafkaAdmin, 'offsetsOf' | 'groupOffsets'>
  readonly client: ElasticsearchClient
  readonly url: string
  readonly topics: readonly string[]
  readonly groupId: string
  readonly indices: readonly IndexDefinition[]
  /** The time of day, in ms. */
  readonly now: number
}

/** Reads only. @throws PipelineError of Kafka or Elasticsearch */
export async function readStatus(options: StatusOptions): Promise<PipelineStatus> {
  const { topics: names, groupId, indices } = options
  const [topics, counts, lastHour, workers] = await Promise.all([
    Promise.all(names.map((topic) => topicStatus(topic, options))),
    Promise.all([...indices, deadLetters].map((index) => namedCount(options, aliasOf(index)))),
    countOf(options, aliasOf(deadLetters), { range: { '@timestamp': { gte: 'now-1h' } } }),
    readHeardWorkers(options),
  ])
  const documents = Object.fromEntries(counts)
  const lag = sumOfLags(topics)
  return {
    groupId,
    topics,
    lag,
    documents,
    deadLetters: { total: documents[aliasOf(deadLetters)] ?? 0, lastHour },
    workers: workers ?? null,
    ...paceOf(workers ?? [], lag),
  }
}

/** How fast the workers are that are heard, and how long the lag takes them. */
export function paceOf(
  workers: readonly HeardWorker[],
  lag: number,
): Pick<PipelineStatus, 'recordsPerSecond' | 'secondsOfWork'> {
  const heard = workers.filter(({ state }) => state !== 'silent')
  const sum = heard.reduce((total, { recordsPerSecond }) => total + recordsPerSecond, 0)
  const recordsPerSecond = Math.round(sum * 10) / 10
  const secondsOfWork = recordsPerSecond === 0 ? null : Math.ceil(lag / recordsPerSecond)
  return { recordsPerSecond, secondsOfWork: lag === 0 ? 0 : secondsOfWork }
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

async function namedCount(
  options: StatusOptions,
  alias: string,
): Promise<readonly [string, number]> {
  return [alias, await countOf(options, alias)]
}

async function countOf(
  { client, url }: StatusOptions,
  alias: string,
  query: object = { match_all: {} },
): Promise<number> {
  const question = { index: alias, ignore_unavailable: true, allow_no_indices: true, query }
  return (await askOnce(() => client.count(question), { url, doing: 'count documents' })).count
}
