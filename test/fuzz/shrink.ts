import { type LogRecord } from '../../contracts/processor.ts'

const triesMax = 3_000

/**
 * A smaller record with the same fault: without headers, with a plainer key, and with as little of
 * its value as possible (delta debugging; A. Zeller and R. Hildebrandt, 2002).
 *
 * @param isFaulty true for the record that is given
 */
export function shrink(record: LogRecord, isFaulty: (record: LogRecord) => boolean): LogRecord {
  const isStill = (changes: Partial<LogRecord>, of: LogRecord) => isFaulty({ ...of, ...changes })
  let small = isStill({ headers: {} }, record) ? { ...record, headers: {} } : record
  if (small.value === null) return small
  let tries = 0
  let value = Buffer.from(small.value)
  for (let size = value.length >> 1; size > 0 && tries < triesMax; size >>= 1) {
    for (let at = 0; at < value.length && tries < triesMax;) {
      const without = Buffer.concat([value.subarray(0, at), value.subarray(at + size)])
      tries += 1
      if (isStill({ value: without }, small)) value = without
      else at += size
    }
  }
  small = { ...small, value }
  return small
}
