import { bankActivity } from '../contracts/events/bank-activity.ts'
import { partitionOf } from '../contracts/partition.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { type EpochMs } from '../contracts/time.ts'
import { type Departure } from '../generator/departure.ts'
import { foundedLoad, type LoadOptions } from './generator-load.ts'

const { name: topic, partitions } = bankActivity

/**
 * What the customers of a bank do, as it would be in the log, without end. Offsets count all of it:
 * they are not those of a partition.
 *
 * @param onFounding gets what comes before: registrations and the openings of accounts
 */
export function* bankRecords(
  load: Omit<LoadOptions, 'partitions'>,
  onFounding: (record: LogRecord) => void = () => undefined,
): Generator<LogRecord, never> {
  let offset = 0
  const next = (departure: Departure) => recordOf(departure, offset++)
  const { traffic } = foundedLoad({ ...load, partitions }, (departure) => {
    onFounding(next(departure))
  })
  for (;;) {
    const departure = traffic.next(traffic.nextMs + 1)
    if (departure !== undefined) yield next(departure)
  }
}

function recordOf(departure: Departure, offset: number): LogRecord {
  const key = Buffer.from(departure.key)
  return {
    topic,
    partition: partitionOf(key, partitions),
    offset,
    appendTime: departure.leavesMs as EpochMs,
    key,
    value: Buffer.from(departure.value),
    headers: {},
  }
}
