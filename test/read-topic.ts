import { type LogRecord } from '../contracts/processor.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import { type KafkaConnection } from '../runtime/kafka/connection.ts'
import { readRange } from '../runtime/kafka/reader.ts'

/** Everything in a topic, in order within each partition. */
export async function readTopic(connection: KafkaConnection, topic: string): Promise<LogRecord[]> {
  const admin = await createAdmin(connection)
  try {
    const offsets = await admin.offsetsOf(topic)
    const records: LogRecord[] = []
    await readRange(connection, {
      topic,
      ranges: offsets.map(({ partition, start, end }) => ({ partition, from: start, to: end })),
      signal: new AbortController().signal,
      onRecords: (some) => {
        records.push(...some)
      },
    })
    return records
  } finally {
    await admin.close()
  }
}
