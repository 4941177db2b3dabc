import { type LogRecord, type Processor } from '../contracts/processor.ts'
import { type DeadLetter } from './dead-letters/dead-letter-forms.ts'

/** A portion of records, sorted into events and what is none. */
export interface DecodedRecords {
  readonly events: readonly Decoded[]
  readonly refused: readonly Omit<DeadLetter, 'receipt'>[]
}

/** A decoded record on its way. */
export interface Decoded {
  readonly record: LogRecord
  readonly event: unknown
  readonly key: string
}

/** Looks at consecutive records; nothing of it is written or remembered. */
export function decodeRecords(
  processor: Pick<Processor, 'decode'>,
  records: readonly LogRecord[],
  partitionCount: number,
): DecodedRecords {
  const events: Decoded[] = []
  const refused: Omit<DeadLetter, 'receipt'>[] = []
  for (const record of records) {
    const decoded = processor.decode(record, partitionCount)
    if (decoded.ok) {
      events.push({ record, event: decoded.event, key: textOf(record.key) })
      continue
    }
    const { code, reason, eventId } = decoded
    refused.push({ record, stage: 'decode', code, reason, eventId, attempts: 1 })
  }
  return { events, refused }
}

/** A key that was decoded is the subject of its event, which is text. */
function textOf(key: LogRecord['key']): string {
  return key === null ? '' : Buffer.from(key.buffer, key.byteOffset, key.length).toString()
}
