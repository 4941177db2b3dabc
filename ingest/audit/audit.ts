import { isDeepStrictEqual } from 'node:util'
import { deadLetterIdOf } from '../../contracts/dead-letter.ts'
import { concreteIndexOf } from '../../contracts/index-definition.ts'
import { deadLetters } from '../../contracts/indices/dead-letters.ts'
import { type EventDocument, type LogRecord, type Processor } from '../../contracts/processor.ts'
import { type DocumentPlace } from '../state-cache.ts'
import { type StateReader } from '../state-reader.ts'
import { type AuditReport, Findings } from './finding.ts'
import { type IndexedDocuments, type OffsetWindow } from './indexed-documents.ts'

export interface AuditOptions {
  readonly processor: Processor
  readonly topic: string
  readonly partitions: number
  readonly indexVersion: number
  /** For each partition, what the group has committed; fixed before the audit begins. */
  readonly ends: readonly number[]
  /** Reads records of the log. */
  readonly readLog: (windows: readonly OffsetWindow[]) => Promise<readonly LogRecord[]>
  readonly documents: IndexedDocuments
  readonly reader: StateReader
  readonly onProgress?: (share: number) => void
}

/** Offsets of each partition that are judged at once, which bounds the memory. */
const windowOffsets = 5000

/**
 * Folds the log again and holds every event document against it: each that is missing, unexpected or
 * different is named. What is at or beyond the ends is not judged, so workers may go on meanwhile.
 *
 * Nothing is written. Memory is bounded by windows of the log, however long it is.
 */
export async function audit(options: AuditOptions): Promise<AuditReport> {
  const { topic, ends, documents, readLog, onProgress } = options
  const findings = new Findings()
  await documents.refresh()
  const last = Math.max(0, ...ends)
  for (let from = 0; from < last; from += windowOffsets) {
    const windows = ends
      .map((end, partition) => ({
        topic,
        partition,
        from,
        to: Math.min(end, from + windowOffsets),
      }))
      .filter((window) => window.from < window.to)
    const records = await readLog(windows)
    for (const window of windows) {
      const own = records.filter(({ partition }) => partition === window.partition)
      await judge(options, { window, records: own, findings })
    }
    onProgress?.(Math.min(1, (from + windowOffsets) / last))
  }
  return findings.report(topic, ends)
}

interface Judgement {
  readonly window: OffsetWindow
  readonly records: readonly LogRecord[]
  readonly findings: Findings
}

/** What must stand for a record. */
interface Expected extends DocumentPlace {
  readonly offset: number
  readonly body: object
}

async function judge(options: AuditOptions, judgement: Judgement): Promise<void> {
  const { window, records, findings } = judgement
  findings.count('records', records.length)
  const expected = new Map<number, Expected>()
  const refused: LogRecord[] = []
  for (const record of records) {
    const decoded = options.processor.decode(record, options.partitions)
    if (!decoded.ok) refused.push(record)
    else {
      const { eventDocument } = options.processor.apply(decoded.event, record)
      expected.set(record.offset, expectedOf(eventDocument, record, options.indexVersion))
    }
  }
  await compareIndexed(options, { window, expected, findings })
  await lookForOthers(options, { window, missing: [...expected.values()], findings })
  await lookForDeadLetters(options, { window, refused, findings })
}

function expectedOf(
  { index, id, time, body }: EventDocument,
  { offset }: LogRecord,
  indexVersion: number,
): Expected {
  return { index: concreteIndexOf(index, indexVersion, time), id, offset, body }
}

/** What is found is taken out of what is expected. */
async function compareIndexed(
  { documents }: AuditOptions,
  { window, expected, findings }: Pick<Judgement, 'window' | 'findings'> & { readonly expected: Map<number, Expected> }, // prettier-ignore
): Promise<void> {
  const { partition } = window
  for await (const page of documents.inWindow(window)) {
    for (const { index, id, offset, source } of page) {
      const wanted = expected.get(offset)
      if (wanted?.id !== id || wanted.index !== index) {
        findings.add({ kind: 'unexpected', index, id, partition, offset })
        continue
      }
      expected.delete(offset)
      if (isSame(source, wanted.body)) findings.count('right', 1)
      else findings.add({ kind: 'different', index, id, partition, offset })
    }
  }
}

/** A record without a document of its own is a repetition if another one's has its id. */
async function lookForOthers(
  { reader }: AuditOptions,
  { window, missing, findings }: Pick<Judgement, 'window' | 'findings'> & { readonly missing: readonly Expected[] }, // prettier-ignore
): Promise<void> {
  if (missing.length === 0) return
  const found = await reader.read(missing)
  for (const [at, { index, id, offset }] of missing.entries()) {
    if (found[at] !== undefined) findings.count('duplicates', 1)
    else findings.add({ kind: 'missing', index, id, partition: window.partition, offset })
  }
}

async function lookForDeadLetters(
  { reader, indexVersion }: AuditOptions,
  { window, refused, findings }: Pick<Judgement, 'window' | 'findings'> & { readonly refused: readonly LogRecord[] }, // prettier-ignore
): Promise<void> {
  if (refused.length === 0) return
  const places = refused.map((record) => ({
    index: concreteIndexOf(deadLetters, indexVersion, new Date(record.appendTime).toISOString()),
    id: deadLetterIdOf(record),
  }))
  const found = await reader.read(places)
  for (const [at, place] of places.entries()) {
    const { partition } = window
    const offset = refused[at]?.offset ?? -1
    if (found[at] !== undefined) findings.count('deadLetters', 1)
    else findings.add({ kind: 'missing', ...place, partition, offset })
  }
}

/** As JSON, which is how the index has it. */
function isSame(source: unknown, body: object): boolean {
  const text = JSON.stringify(body)
  return JSON.stringify(source) === text || isDeepStrictEqual(source, JSON.parse(text))
}
