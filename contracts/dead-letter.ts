import { limits } from './limits.ts'
import { type Topic } from './topic.ts'

/**
 * Why a record is not an event, as a closed list: the codes are metric labels and the names of
 * runbooks. Each says what the reader of a dead letter can expect.
 */
export const deadLetterCodes = {
  empty: 'The record has no value.',
  'too-large': 'The value is larger than an event may be.',
  'not-json': 'The value is not UTF-8 text of one JSON object.',
  'unknown-type': 'No schema is known for the type, or it is of a newer version.',
  'schema-violated': 'The event does not fit the schema of its type.',
  'key-missing': 'The record has no key.',
  'key-mismatch': 'The key is not the subject of the event.',
  misrouted: 'The record is in another partition than its key belongs to.',
  'in-future': 'The event claims to have happened later than it was appended.',
  'before-first-day': 'The event claims to have happened before the first day.',
  'index-refused': 'Elasticsearch refused the document of the event.',
} as const satisfies Record<string, string>

export type DeadLetterCode = keyof typeof deadLetterCodes

/** Which step refused a record. */
export const deadLetterStages = ['decode', 'index'] as const
export type DeadLetterStage = (typeof deadLetterStages)[number]

/**
 * Headers of a record of `tally.dead-letters`; its key and value are the original bytes. Original
 * headers are kept under `originalHeaderPrefix` + name. What Kafka refuses as too large comes
 * without any of these, and says so.
 */
export const deadLetterHeaders = {
  topic: 'tally-topic',
  partition: 'tally-partition',
  offset: 'tally-offset',
  appendTime: 'tally-append-time',
  stage: 'tally-stage',
  code: 'tally-code',
  reason: 'tally-reason',
  attempts: 'tally-attempts',
  /** There where Kafka would not take the whole: its bytes are in the log alone. */
  leftOut: 'tally-left-out',
} as const
export const originalHeaderPrefix = 'original-'

/** Identity of a dead letter: where its record is in the log. */
export function deadLetterIdOf(at: { topic: string; partition: number; offset: number }): string {
  return `${at.topic}-${at.partition}-${at.offset}`
}

/** The place that an id names; undefined when it is none. */
export function deadLetterPlaceOf(
  id: string,
): { readonly topic: string; readonly partition: number; readonly offset: number } | undefined {
  const [, topic, partition, offset] = /^([\w.-]{1,249})-(\d{1,10})-(\d{1,15})$/.exec(id) ?? []
  if (topic === undefined) return undefined
  return { topic, partition: Number(partition), offset: Number(offset) }
}

export const deadLettersTopic = {
  name: 'tally.dead-letters',
  summary: 'Records that are not valid events, as they came, with the cause in the headers.',
  key: 'as the original',
  partitions: 6,
  settings: {
    'message.timestamp.type': 'LogAppendTime',
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'cleanup.policy': 'delete',
    'compression.type': 'gzip',
    'max.message.bytes': String(limits.messageBytesMax + limits.deadLetterOverheadBytesMax),
  },
  events: [],
} as const satisfies Topic
