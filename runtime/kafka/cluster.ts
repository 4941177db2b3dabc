import { createRequire } from 'node:module'
import { type KafkaMessage } from 'kafkajs'
import { type KafkaConnection } from './connection.ts'
import { mendedVersion } from './request-queue-timer.ts'

/**
 * What kafkajs's admin, producer and consumer are made of: the brokers and the leaders of
 * partitions. Every method throws kafkajs's errors.
 */
export interface KafkaCluster {
  connect(): Promise<void>
  disconnect(): Promise<void>
  /** Learns who leads the partitions of these topics, unless it is known already. */
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>
  refreshMetadata(): Promise<void>
  /** Forgets a broker whose connection was closed. */
  removeBroker(broker: { readonly host: string; readonly port: number }): void
  findTopicPartitionMetadata(topic: string): readonly { readonly partitionId: number }[]
  /** The partitions that are known, by the id of the broker that leads them. */
  findLeaderForPartitions(
    topic: string,
    partitions: readonly number[],
  ): Readonly<Record<string, readonly number[]>>
  findBroker(node: { readonly nodeId: string }): Promise<Broker>
  fetchTopicsOffset(topics: readonly OffsetQuestion[]): Promise<readonly OffsetAnswer[]>
}

/** The same, with the brokers that keep what groups have committed. */
export interface GroupCluster extends KafkaCluster {
  findGroupCoordinator(group: { readonly groupId: string }): Promise<Coordinator>
}

interface OffsetQuestion {
  readonly topic: string
  readonly partitions: readonly { readonly partition: number }[]
  /** Whether the log's start is asked for, or its end. */
  readonly fromBeginning: boolean
}

interface OffsetAnswer {
  readonly topic: string
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[]
}

interface Broker {
  fetch(request: FetchRequest): Promise<FetchResponse>
}

interface Coordinator {
  /** As no member, which only a group without members takes; throws for a partition's error too. */
  offsetCommit(request: {
    readonly groupId: string
    readonly groupGenerationId: -1
    readonly memberId: ''
    readonly topics: readonly {
      readonly topic: string
      readonly partitions: readonly {
        readonly partition: number
        readonly offset: string
        readonly metadata: string
      }[]
    }[]
  }): Promise<unknown>
}

export interface FetchRequest {
  /** 1: only what was committed. */
  readonly isolationLevel: number
  /** Longest wait of the broker for data; kafkajs waits 100 ms longer for its answer. */
  readonly maxWaitTime: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly topics: readonly {
    readonly topic: string
    readonly partitions: readonly {
      readonly partition: number
      readonly fetchOffset: string
      readonly maxBytes: number
    }[]
  }[]
}

export interface FetchResponse {
  readonly responses: readonly {
    readonly topicName: string
    readonly partitions: readonly FetchedPartition[]
  }[]
}

/** What came of a partition: whole batches, also records before the offset that was asked for. */
export interface FetchedPartition {
  readonly partition: number
  /** Up to here a reader may read. */
  readonly lastStableOffset: string
  readonly messages: readonly RawMessage[]
}

/** A record as it lies in the log: markers and aborted ones too. */
export type RawMessage = KafkaMessage & {
  readonly batchContext: { readonly firstOffset: string; readonly lastOffsetDelta: number }
}

interface Internals {
  readonly Batch: new (
    topic: string,
    fetchedOffset: string,
    partition: FetchedPartition,
  ) => { readonly messages: readonly KafkaMessage[] }
}

/**
 * A cluster of its own, not yet connected, made as kafkajs makes those of its clients. It is
 * private there, so only the version whose code was read is taken.
 *
 * @param isolationLevel 0: the end of a log is where it ends, also while a transaction is open; 1: it
 * is where the oldest open transaction begins
 * @throws Error for another version of kafkajs.
 */
export function createCluster({ kafka }: KafkaConnection, isolationLevel: 0 | 1 = 0): GroupCluster {
  requireVersion()
  const factory = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  )
  const create = factory === undefined ? undefined : Object.getOwnPropertyDescriptor(kafka, factory)
  if (typeof create?.value !== 'function') throw new Error('kafkajs makes its clusters elsewhere')
  const make = create.value as (options: object) => GroupCluster
  return make({ metadataMaxAge: 60_000, allowAutoTopicCreation: false, isolationLevel })
}

/** The records from `offset` on, without markers and what was aborted; in their order. */
export function recordsOf(
  { topic, offset }: { readonly topic: string; readonly offset: number },
  partition: FetchedPartition,
): readonly KafkaMessage[] {
  const require = createRequire(import.meta.url)
  const Batch = require('kafkajs/src/consumer/batch') as Internals['Batch']
  return new Batch(topic, String(offset), partition).messages
}

function requireVersion(): void {
  const require = createRequire(import.meta.url)
  const { version } = require('kafkajs/package.json') as { version: string }
  if (version === mendedVersion) return
  throw new Error(
    `The log is read with the insides of kafkajs ${mendedVersion}, but ${version} is installed: ` +
      'install that one, or hold runtime/kafka/cluster.ts against the code of the other.',
  )
}
