import { deadLetterHeaders, deadLetterIdOf, deadLettersTopic } from '../../contracts/dead-letter.ts'
import { concreteIndexOf, templateNameOf } from '../../contracts/index-definition.ts'
import { deadLetters, type DeadLetterDocument } from '../../contracts/indices/dead-letters.ts'
import { type LogRecord } from '../../contracts/processor.ts'
import { audit } from '../../ingest/audit/audit.ts'
import { createIndexedDocuments } from '../../ingest/audit/indexed-documents.ts'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { type KafkaConnection } from '../../runtime/kafka/connection.ts'
import {
  compareDocuments,
  compareWithFold,
  type Comparison,
  readDocuments,
} from '../compare-with-fold.ts'
import { countingProcessor } from '../counting-processor.ts'
import { readTopic } from '../read-topic.ts'
import { type WorkerTask } from './worker-task.ts'

/** How what the workers have left differs from what the log says. */
export interface Judgement extends Comparison {
  /** How many records the log holds. */
  readonly records: number
  /** Those that are no events. */
  readonly poison: number
}

interface Judged {
  readonly connection: KafkaConnection
  readonly client: ElasticsearchClient
  readonly task: WorkerTask
  /** Values that Kafka has acknowledged: each must be in the log. */
  readonly acknowledged: readonly string[]
}

/**
 * Holds every document, every dead letter and the log itself against what they must be.
 *
 * The log must hold what was acknowledged; every document must be as the fold of the log says;
 * every record that is no event must be in the topic of dead letters and in their index.
 */
export async function judge({
  connection,
  client,
  task,
  acknowledged,
}: Judged): Promise<Judgement> {
  const log = await readTopic(connection, task.topic)
  const processor = countingProcessor(task)
  const poison = log.filter((record) => !processor.decode(record, task.partitions).ok)
  const parts = [
    await compareWithFold({ client, log, ...task }),
    await auditOf({ client, log, task }),
    compareDocuments(asMap(acknowledged), asMap(log.map(textOf))),
    await compareDeadLetters(client, poison, task),
    compareDocuments(...(await sentDeadLetters(connection, poison, task))),
  ]
  const all = (kind: 'missing' | 'unexpected' | 'different') => parts.flatMap((part) => part[kind])
  return {
    records: log.length,
    poison: poison.length,
    documents: (parts[0]?.documents ?? 0) + (parts[3]?.documents ?? 0),
    missing: all('missing'),
    unexpected: all('unexpected'),
    different: all('different'),
  }
}

/** What `tally audit` says, which is another fold of the log than the one of the tests. */
async function auditOf({
  client,
  log,
  task,
}: {
  readonly client: ElasticsearchClient
  readonly log: readonly LogRecord[]
  readonly task: WorkerTask
}): Promise<Comparison> {
  const { topic, partitions, indexVersion, elasticsearchUrl: url } = task
  const processor = countingProcessor(task)
  const ends = Array.from({ length: partitions }, (_, partition) =>
    log.reduce((end, record) => (record.partition === partition ? record.offset + 1 : end), 0),
  )
  const { differences, documents } = await audit({
    processor,
    topic,
    partitions,
    indexVersion,
    ends,
    logEnds: () => Promise.resolve(ends),
    readLog: (ranges) => Promise.resolve(log.filter((record) => ranges.some(isOf(record)))),
    documents: createIndexedDocuments(client, { url, indices: processor.indices, indexVersion }),
  })
  const namesOf = (wanted: string) => differences.filter(({ kind }) => kind === wanted).map(({ index, id }) => `audit: ${index}/${id}`) // prettier-ignore
  return {
    documents: documents.events + documents.readModels + documents.activities,
    missing: namesOf('missing'),
    unexpected: namesOf('unexpected'),
    different: namesOf('different'),
  }
}

function isOf({ partition, offset }: LogRecord) {
  return (range: { readonly partition: number; readonly from: number; readonly to: number }) =>
    range.partition === partition && range.from <= offset && offset < range.to
}

function asMap(values: readonly string[]): ReadonlyMap<string, unknown> {
  return new Map(values.map((value) => [value, value]))
}

/** One document for each record that is no event, and no other. */
async function compareDeadLetters(
  client: ElasticsearchClient,
  poison: readonly LogRecord[],
  { indexVersion }: WorkerTask,
): Promise<Comparison> {
  const expected = poison.map((record) => {
    const time = new Date(record.appendTime).toISOString()
    const index = concreteIndexOf(deadLetters, indexVersion, time)
    return [`${index}/${deadLetterIdOf(record)}`, documentOf(record, time)] as const
  })
  const pattern = `${templateNameOf(deadLetters, indexVersion)}-*`
  return compareDocuments(new Map(expected), await readDocuments(client, [pattern]))
}

function documentOf(
  { topic, partition, offset, value }: LogRecord,
  time: string,
): DeadLetterDocument {
  return {
    '@timestamp': time,
    error: { code: 'schema-violated', message: 'expected an event' },
    stage: 'decode',
    kafka: { topic, partition, offset, bytes: value?.length ?? 0 },
  }
}

/** What must be in the topic of dead letters, at least once, and what is there; values by place. */
async function sentDeadLetters(
  connection: KafkaConnection,
  poison: readonly LogRecord[],
  { topic }: WorkerTask,
): Promise<[ReadonlyMap<string, string>, ReadonlyMap<string, string>]> {
  const named = (id: string) => `${deadLettersTopic.name}/${id}`
  const expected = poison.map((record) => [named(deadLetterIdOf(record)), textOf(record)] as const)
  const sent = (await readTopic(connection, deadLettersTopic.name))
    .map((record) => [placeIn(record), textOf(record)] as const)
    .filter(([at]) => at.topic === topic)
    .map(([at, value]) => [named(deadLetterIdOf(at)), value] as const)
  return [new Map(expected), new Map(sent)]
}

function placeIn({ headers }: LogRecord): { topic: string; partition: number; offset: number } {
  const header = (name: string) => Buffer.from([headers[name] ?? []].flat()[0] ?? []).toString()
  return {
    topic: header(deadLetterHeaders.topic),
    partition: Number(header(deadLetterHeaders.partition)),
    offset: Number(header(deadLetterHeaders.offset)),
  }
}

function textOf({ value }: LogRecord): string {
  return Buffer.from(value ?? []).toString()
}
