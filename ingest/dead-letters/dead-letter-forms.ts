import {
  type DeadLetterCode,
  deadLetterHeaders,
  deadLetterIdOf,
  type DeadLetterStage,
  originalHeaderPrefix,
} from '../../contracts/dead-letter.ts'
import { replaysOf } from '../../contracts/dead-letter-replay.ts'
import { deadLetters, type DeadLetterDocument } from '../../contracts/indices/dead-letters.ts'
import { type LogRecord } from '../../contracts/processor.ts'
import { type OutgoingMessage } from '../../runtime/kafka/producer.ts'
import { type BulkOperation, createLines } from '../bulk-operation.ts'
import { type Receipt } from '../receipt.ts'

/** A record that was refused, and why. */
export interface DeadLetter {
  readonly record: LogRecord
  readonly stage: DeadLetterStage
  readonly code: DeadLetterCode
  /** Words that may be shown: never a value of the record. */
  readonly reason: string
  readonly eventId: string | undefined
  readonly attempts: number
  readonly receipt: Receipt
}

/** The dead letter as a record: the original bytes, and all else in headers. */
export function messageOf(letter: DeadLetter): OutgoingMessage {
  const { key, value, headers } = letter.record
  return {
    key: bufferOf(key),
    value: bufferOf(value),
    headers: { ...originalHeaders(headers), ...causeHeaders(letter) },
  }
}

/**
 * The same for a record that Kafka does not take with that: where it is and why. Producers may
 * compress better than a worker does, and a message of nothing but headers grows with their names.
 */
export function shortMessageOf(letter: DeadLetter): OutgoingMessage {
  const headers = { ...causeHeaders(letter), [deadLetterHeaders.leftOut]: 'key, value, headers' }
  return { key: null, value: null, headers }
}

function causeHeaders({ record, stage, code, reason, attempts }: DeadLetter) {
  return {
    [deadLetterHeaders.topic]: record.topic,
    [deadLetterHeaders.partition]: String(record.partition),
    [deadLetterHeaders.offset]: String(record.offset),
    [deadLetterHeaders.appendTime]: timeOf(record),
    [deadLetterHeaders.stage]: stage,
    [deadLetterHeaders.code]: code,
    [deadLetterHeaders.reason]: reason,
    [deadLetterHeaders.attempts]: String(attempts),
  }
}

/** The dead letter as a document: where the record is and why, never what is in it. */
export function operationOf(letter: DeadLetter, indexVersion: number): BulkOperation {
  const { record, receipt } = letter
  const document = {
    index: deadLetters,
    id: deadLetterIdOf(record),
    time: timeOf(record),
    body: bodyOf(letter),
  }
  const lines = createLines(document, indexVersion)
  const bytes = Buffer.byteLength(lines)
  return { kind: 'dead-letter', lines, bytes, receipt, replacement: undefined }
}

function bodyOf({ record, stage, code, reason, eventId }: DeadLetter): DeadLetterDocument {
  const { topic, partition, offset, value } = record
  const replays = replaysOf(record)
  return {
    '@timestamp': timeOf(record),
    error: { code, message: reason },
    stage,
    ...(eventId === undefined ? {} : { event: { id: eventId } }),
    kafka: { topic, partition, offset, bytes: value?.length ?? 0 },
    ...(replays === 0 ? {} : { replays }),
  }
}

function timeOf({ appendTime }: LogRecord): string {
  return new Date(appendTime).toISOString()
}

/** A header that came several times is numbered from the second on: `original-x`, `original-x.2`. */
function originalHeaders(headers: LogRecord['headers']): Record<string, Buffer> {
  const originals = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((bytes, at) => {
      const number = at === 0 ? '' : `.${at + 1}`
      return [`${originalHeaderPrefix}${name}${number}`, viewOf(bytes)] as const
    }),
  )
  return Object.fromEntries(originals)
}

function bufferOf(bytes: Uint8Array | null): Buffer | null {
  return bytes === null ? null : viewOf(bytes)
}

/** The same bytes, not copied. */
function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
