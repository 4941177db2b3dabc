import { type LogRecord } from '../../contracts/processor.ts'
import { type OffsetWindow } from './indexed-documents.ts'

/** Offsets of all partitions that are read at once, which bounds the memory. */
const offsetsMax = 15_000

/**
 * What lies between, in steps of one window for each partition that has more, in order.
 *
 * @param from for each partition, the first offset
 * @param to for each partition, the offset before which to end
 */
export function* windowsBetween(
  topic: string,
  from: readonly number[],
  to: readonly number[],
): Generator<readonly OffsetWindow[], void, void> {
  const length = Math.max(1, Math.floor(offsetsMax / from.length))
  for (let step = 0; ; step += 1) {
    const windows = from
      .map((first, partition) => ({
        topic,
        partition,
        from: first + step * length,
        to: Math.min(to[partition] ?? 0, first + (step + 1) * length),
      }))
      .filter((window) => window.from < window.to)
    if (windows.length === 0) return
    yield windows
  }
}

interface Step {
  readonly windows: readonly OffsetWindow[]
  readonly records: readonly LogRecord[]
}

/** Reads step by step, one step ahead of what is judged. */
export async function* readAhead(
  readLog: (windows: readonly OffsetWindow[]) => Promise<readonly LogRecord[]>,
  steps: Iterable<readonly OffsetWindow[]>,
): AsyncGenerator<Step, void, void> {
  let ahead: Promise<Step> | undefined
  const read = async (windows: readonly OffsetWindow[]) => ({
    windows,
    records: await readLog(windows),
  })
  try {
    for (const windows of steps) {
      const present = ahead
      ahead = read(windows)
      // Its failure is thrown when it is its turn; until then nobody looks at it.
      ahead.catch(() => undefined)
      if (present !== undefined) yield await present
    }
    if (ahead !== undefined) yield await ahead
  } finally {
    await ahead?.catch(() => undefined)
  }
}
