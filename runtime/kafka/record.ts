import { type KafkaMessage } from 'kafkajs'
import { type LogRecord } from '../../contracts/processor.ts'
import { EpochMs } from '../../contracts/time.ts'

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
    appendTime: EpochMs.parse(Number(message.timestamp)),
    key: message.key,
    value: message.value,
    headers: toHeaders(message.headers),
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

/** kafkajs decodes every header to bytes; its type says text because producers may give text. */
function toHeaders(headers: KafkaMessage['headers'] = {}): LogRecord['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(toBytes) : value === undefined ? undefined : toBytes(value),
    ]),
  )
}

function toBytes(value: Buffer | string): Buffer {
  return typeof value === 'string' ? Buffer.from(value) : value
}
