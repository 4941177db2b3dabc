import { bankActivity } from '../contracts/events/bank-activity.ts'
import { partitionOf } from '../contracts/partition.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { type EpochMs } from '../contracts/time.ts'
import { foundedLoad, type LoadOptions } from './generator-load.ts'

const { name: topic, partitions } = bankActivity

/**
 * What the founded customers of a bank do, as it would be in the log, without end. Offsets count all
 * of it: they are not those of a partition.
 */
export function* bankRecords(load: Omit<LoadOptions, 'partitions'>): Generator<LogRecord, never> {
  const { traffic } = foundedLoad({ ...load, partitions })
  for (let offset = 0; ;) {
    const departure = traffic.next(traffic.nextMs + 1)
    if (departure === undefined) continue
    const key = Buffer.from(departure.key)
    yield {
      topic,
      partition: partitionOf(key, partitions),
      offset,
      appendTime: departure.leavesMs as EpochMs,
      key,
      value: Buffer.from(departure.value),
      headers: {},
    }
    offset += 1
  }
}
