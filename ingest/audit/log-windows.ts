import { type LogRecord } from '../../contracts/processor.ts'
import { type OffsetWindow } from './indexed-documents.ts'

/** Offsets that are read at once, which bounds the memory; a broker answers with no less. */
const offsetsMax = 15_000

/**
 * What lies between, in consecutive windows of one partition after the other.
 *
 * @param from for each partition, the first offset
 * @param to for each partition, the offset before which to end
 */
export function* windowsBetween(
  topic: string,
  from: readonly number[],
  to: readonly number[],
): Generator<OffsetWindow, void, void> {
  for (const [partition, first] of from.entries()) {
    yield* split({ topic, partition, from: first, to: to[partition] ?? 0 }, offsetsMax)
  }
}

/** The same offsets, in consecutive windows of so many at most. */
export function* split(
  { topic, partition, from, to }: OffsetWindow,
  lengthMax: number,
): Generator<OffsetWindow, void, void> {
  for (let at = from; at < to; at += lengthMax) {
    yield { topic, partition, from: at, to: Math.min(to, at + lengthMax) }
  }
}

interface Step {
  readonly window: OffsetWindow
  readonly records: readonly LogRecord[]
}

/** Reads window by window, one ahead of what is judged. */
export async function* readAhead(
  readLog: (windows: readonly OffsetWindow[]) => Promise<readonly LogRecord[]>,
  windows: Iterable<OffsetWindow>,
): AsyncGenerator<Step, void, void> {
  let ahead: Promise<Step> | undefined
  const read = async (window: OffsetWindow) => ({ window, records: await readLog([window]) })
  try {
    for (const window of windows) {
      const present = ahead
      ahead = read(window)
      // Its failure is thrown when it is its turn; until then nobody looks at it.
      ahead.catch(() => undefined)
      if (present !== undefined) yield await present
    }
    if (ahead !== undefined) yield await ahead
  } finally {
    await ahead?.catch(() => undefined)
  }
}
