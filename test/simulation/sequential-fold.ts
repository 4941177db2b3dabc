import { type LogRecord } from '../../contracts/processor.ts'
import { type CountingEvent, countingProcessor } from '../counting-processor.ts'

/** What the store must hold: documents by index and id. */
export type Expected = Map<string, unknown>

interface Memory {
  readonly ids: string[]
  readonly times: number[]
  forgotten: number | undefined
}

/**
 * The fold of a whole log, one record after the other in one map: what no crash has ever touched.
 * Written without a line of the engine, so that a mistake is not made twice.
 */
export function foldSequentially(
  log: readonly (readonly LogRecord[])[],
  { idsMax, indexVersion = 1 }: { readonly idsMax: number; readonly indexVersion?: number },
): Expected {
  const processor = countingProcessor({ partitions: log.length, idsMax })
  const expected: Expected = new Map()
  for (const records of log) {
    const seen = new Set<string>()
    const memories = new Map<string, Memory>()
    for (const record of records) {
      const decoded = processor.decode(record, log.length)
      if (!decoded.ok) continue
      const { event } = decoded
      if (seen.has(event.id)) continue
      seen.add(event.id)
      apply(expected, memories, { record, event, idsMax, indexVersion, processor })
    }
  }
  return expected
}

interface Step {
  readonly record: LogRecord
  readonly event: CountingEvent
  readonly idsMax: number
  readonly indexVersion: number
  readonly processor: ReturnType<typeof countingProcessor>
}

function apply(
  expected: Expected,
  memories: Map<string, Memory>,
  { record, event, idsMax, indexVersion, processor }: Step,
): void {
  const { topic, partition, offset } = record
  const key = Buffer.from(record.key ?? []).toString()
  const stateName = `tally-counted-totals-v${indexVersion}/${key}`
  const state = expected.get(stateName) as Record<string, unknown> | undefined
  const { eventDocument, state: next, contributions = [] } = processor.apply(event, record, state)
  expected.set(`tally-counted-events-v${indexVersion}/${eventDocument.id}`, eventDocument.body)
  expected.set(stateName, { ...next, fold: foldOf(memories, { key, offset, event, idsMax }) })
  for (const contribution of contributions) {
    const name = `tally-counted-windows-v${indexVersion}/${topic}-${partition}-${contribution.id}`
    const { fold: _, ...body } = (expected.get(name) ?? {}) as Record<string, unknown>
    const before = Object.keys(body).length === 0 ? undefined : body
    expected.set(name, { ...contribution.addTo(before), fold: { last_offset: offset } })
  }
}

/** What the engine keeps beside the state: the last offset, and the newest ids with their times. */
function foldOf(
  memories: Map<string, Memory>,
  {
    key,
    offset,
    event,
    idsMax,
  }: { key: string; offset: number; event: CountingEvent; idsMax: number },
): object {
  const memory = memories.get(key) ?? { ids: [], times: [], forgotten: undefined }
  memories.set(key, memory)
  memory.ids.push(event.id)
  memory.times.push(event.timeMs)
  if (memory.ids.length > idsMax) {
    memory.ids.shift()
    memory.forgotten = Math.max(memory.forgotten ?? -Infinity, memory.times.shift() ?? 0)
  }
  const { ids, times, forgotten } = memory
  const known = { ids: [...ids], times: [...times] }
  const remembered = forgotten === undefined ? known : { ...known, forgotten_ms: forgotten }
  return { last_offset: offset, memory: remembered }
}
