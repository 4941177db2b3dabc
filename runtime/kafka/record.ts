import { type KafkaMessage } from 'kafkajs'
import { type LogRecord } from '../../contracts/processor.ts'
import { type EpochMs } from '../../contracts/time.ts'

/** Where a record stands in the log. */
interface RecordPlace {
  readonly topic: string
  readonly partition: number
}

/**
 * A record as kafkajs hands it over, in the shape of our contract. Bytes are not copied.
 *
 * @throws Error when an offset or time is no safe integer, which no broker writes.
 */
export function toLogRecord(place: RecordPlace, message: KafkaMessage): LogRecord {
  return {
    topic: place.topic,
    partition: place.partition,
    offset: toOffset(message.offset),
    appendTime: toEpochMs(message.timestamp),
    key: message.key,
    value: message.value,
    headers: bytesOf(message.headers),
  }
}

/**
 * An offset as a number; kafkajs writes Kafka's 64 bits as text.
 *
 * @throws Error when it is not within the safe integers.
 */
export function toOffset(text: string): number {
  const offset = Number(text)
  if (!Number.isSafeInteger(offset)) throw new Error(`not an offset: ${text}`)
  return offset
}

function toEpochMs(text: string): EpochMs {
  const ms = Number(text)
  if (!Number.isSafeInteger(ms)) throw new Error(`not a time: ${text}`)
  return ms as EpochMs
}

/** kafkajs decodes every header to bytes; its type says text because producers may give text. */
function bytesOf(headers: KafkaMessage['headers'] = {}): LogRecord['headers'] {
  return headers as LogRecord['headers']
}
