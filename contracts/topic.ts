import { type z } from 'zod'

/** One type of event in one version, as it stands in a topic. */
export interface EventType {
  /** Type with version: `bank.transaction.authorized.v1`. */
  readonly type: string
  /** One sentence: what has happened when this event exists. */
  readonly summary: string
  readonly schema: z.ZodType
}

/** A Kafka topic: what is in it, how it is cut and kept. */
export interface Topic {
  readonly name: string
  readonly summary: string
  /** What the key of a record is, in words. */
  readonly key: string
  /** Fixed for the life of the topic: a key must stay in its partition. */
  readonly partitions: number
  /** Topic settings of Kafka that differ from its defaults or on which a promise rests. */
  readonly settings: Readonly<Record<string, string>>
  readonly events: readonly EventType[]
}

/**
 * Settings of a topic that is the source of truth.
 *
 * - LogAppendTime: history can be backfilled without retention deleting it at once.
 * - Unlimited retention: every index can be rebuilt from the log.
 * - gzip: the broker recompresses what a producer sends in a codec that the worker cannot read.
 */
export function sourceOfTruth(messageBytesMax: number): Readonly<Record<string, string>> {
  return {
    'message.timestamp.type': 'LogAppendTime',
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'cleanup.policy': 'delete',
    'compression.type': 'gzip',
    'max.message.bytes': String(messageBytesMax),
  }
}
