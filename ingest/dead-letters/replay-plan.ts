import { z } from 'zod'
import { type DeadLetterCode } from '../../contracts/dead-letter.ts'
import { replayHeaders, replaysMax, replaysOf } from '../../contracts/dead-letter-replay.ts'
import { limits } from '../../contracts/limits.ts'
import { partitionOf } from '../../contracts/partition.ts'
import { type LogRecord, type Processor } from '../../contracts/processor.ts'
import { type OutgoingMessage } from '../../runtime/kafka/outgoing-message.ts'
import { type IndexedLetter } from './letter-store.ts'

/** Why a dead letter is not replayed. */
export const leaveReasons = {
  'index-refused':
    'Elasticsearch refused the document of the event, whose effect on states stands: it is mended by `tally audit --repair`, never by appending it again',
  'replayed-already': 'replayed before; --again replays them once more',
  'replayed-often': `refused again after ${replaysMax} replays; --again insists`,
  'too-large': 'larger than an event may be, whichever version reads it',
  'other-topic': 'of a topic that this version does not read',
  'not-held': 'not in the log any more',
} as const satisfies Record<string, string>
export type LeaveReason = keyof typeof leaveReasons

/** What is to be appended for a dead letter. */
export interface PlannedReplay {
  readonly message: OutgoingMessage
  /** Whether it gets another key than it had: the subject of its event. */
  readonly isRekeyed: boolean
  /** What a worker of this version will make of it. */
  readonly fate: 'accepted' | DeadLetterCode
}

interface Circumstances {
  readonly isReplayed: boolean
  /** Also what was replayed before. */
  readonly again: boolean
  readonly processor: Pick<Processor, 'topics' | 'decode'>
}

/** Why a dead letter is not replayed, whatever its bytes are; undefined where nothing is against it. */
export function reasonToLeave(
  { stage, topic, bytes, replays }: IndexedLetter,
  { isReplayed, again, processor }: Circumstances,
): LeaveReason | undefined {
  if (stage === 'index') return 'index-refused'
  if (!processor.topics.some(({ name }) => name === topic)) return 'other-topic'
  if (bytes > limits.eventBytesMax) return 'too-large'
  if (again) return undefined
  if (isReplayed) return 'replayed-already'
  return replays >= replaysMax ? 'replayed-often' : undefined
}

/**
 * What is appended for a dead letter: the same bytes with the same headers, under the key that
 * belongs to them, so that they come into the partition of the key.
 *
 * @param nowMs when it will be appended, about
 */
export function planReplay(
  { id, topic }: Pick<IndexedLetter, 'id' | 'topic'>,
  record: LogRecord,
  { processor, nowMs }: Pick<Circumstances, 'processor'> & { readonly nowMs: number },
): PlannedReplay {
  const partitions = processor.topics.find(({ name }) => name === topic)?.partitions ?? 1
  const decodeUnder = (key: Uint8Array | null) => {
    const partition = key === null ? record.partition : partitionOf(key, partitions)
    const appendTime = nowMs as LogRecord['appendTime']
    return processor.decode({ ...record, key, partition, appendTime }, partitions)
  }
  const asItIs = decodeUnder(record.key)
  const isOfKey = !asItIs.ok && (asItIs.code === 'key-missing' || asItIs.code === 'key-mismatch')
  const key = isOfKey ? subjectIn(record.value) : record.key
  const decoded = isOfKey ? decodeUnder(key) : asItIs
  return {
    isRekeyed: isOfKey,
    fate: decoded.ok ? 'accepted' : decoded.code,
    message: {
      key: key === null ? null : Buffer.from(key),
      value: record.value === null ? null : Buffer.from(record.value),
      headers: { ...headersOf(record), ...replayed(id, record) },
    },
  }
}

function replayed(id: string, record: LogRecord): Readonly<Record<string, string>> {
  return { [replayHeaders.of]: id, [replayHeaders.count]: String(replaysOf(record) + 1) }
}

function headersOf({ headers }: LogRecord): Readonly<Record<string, Buffer | readonly Buffer[]>> {
  const pairs = Object.entries(headers).flatMap(([name, content]) => {
    if (content === undefined) return []
    return [[name, content instanceof Uint8Array ? Buffer.from(content) : content.map((each) => Buffer.from(each))] as const] // prettier-ignore
  })
  return Object.fromEntries(pairs)
}

const WithSubject = z.looseObject({ subject: z.string().min(1).max(limits.idLengthMax) })

/** Of an event that is refused for its key alone, and so has a subject. */
function subjectIn(value: Uint8Array | null): Buffer | null {
  const { subject } = WithSubject.parse(JSON.parse(Buffer.from(value ?? []).toString()))
  return Buffer.from(subject)
}
