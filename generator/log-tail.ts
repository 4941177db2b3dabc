import { type LogRecord } from '../contracts/processor.ts'
import { type KafkaAdmin } from '../runtime/kafka/admin.ts'
import { type KafkaConnection } from '../runtime/kafka/connection.ts'
import { readRange } from '../runtime/kafka/reader.ts'

/** Offsets of a partition, from `from` up to, not including, `to`. */
export interface TailRange {
  readonly partition: number
  readonly from: number
  readonly to: number
}

/** The end of a topic, to be looked at before more is appended. Throws when it cannot be read. */
export interface LogTail {
  /** What each partition holds. */
  offsets(): Promise<readonly { partition: number; start: number; end: number }[]>
  /** Every record of these ranges, those of a partition in their order. */
  read(ranges: readonly TailRange[]): Promise<readonly LogRecord[]>
}

/** The tail of a topic in Kafka. */
export function kafkaLogTail(
  connection: KafkaConnection,
  { admin, topic, signal }: { admin: KafkaAdmin; topic: string; signal: AbortSignal },
): LogTail {
  return {
    offsets: () => admin.offsetsOf(topic),
    async read(ranges) {
      const found: LogRecord[] = []
      const onRecords = (records: readonly LogRecord[]) => {
        for (const record of records) found.push(record)
      }
      await readRange(connection, { topic, ranges, onRecords, signal })
      return found
    },
  }
}
