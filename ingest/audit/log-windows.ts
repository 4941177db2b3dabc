import { type LogRecord } from '../../contracts/processor.ts'
import { type OffsetWindow } from './indexed-documents.ts'
import { readAhead } from './read-ahead.ts'

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

/** The records of each window, read one window ahead of what is judged. */
export function recordsOf(
  windows: Iterable<OffsetWindow>,
  readLog: (windows: readonly OffsetWindow[]) => Promise<readonly LogRecord[]>,
): AsyncGenerator<Step, void, void> {
  return readAhead(windows, async (window) => ({ window, records: await readLog([window]) }))
}
