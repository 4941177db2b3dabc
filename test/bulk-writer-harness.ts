import { type BulkOperation } from '../ingest/bulk-operation.ts'
import { AdaptivePacing } from '../ingest/bulk-pacing.ts'
import { BulkWriter, type Refusal } from '../ingest/bulk-writer.ts'
import { systemClock } from '../ingest/clock.ts'
import { type Receipt } from '../ingest/receipt.ts'
import { createLog } from '../runtime/log.ts'
import { FakeElasticsearch } from './fake-elasticsearch.ts'
import { tinyRecord, tinyTime } from './tiny-processor.ts'

export const writerLimits = { documentsMax: 4, bytesMax: 1000, inFlightMax: 2 }

/** Counts what it is told. */
export class CountingReceipt implements Receipt {
  durableCount = 0
  delayedCount = 0

  durable(count: number): void {
    this.durableCount += count
  }

  delayed(): void {
    this.delayedCount += 1
  }
}

/** A writer over a fake Elasticsearch; the longest of every jittered wait is taken. */
export function startWriter(changes: Partial<typeof writerLimits> = {}) {
  const elasticsearch = new FakeElasticsearch()
  const lines: string[] = []
  const refusals: Refusal[] = []
  const failures: unknown[] = []
  const { documentsMax, bytesMax, inFlightMax } = { ...writerLimits, ...changes }
  const pacing = new AdaptivePacing({
    inFlight: [inFlightMax, inFlightMax],
    documents: [documentsMax, documentsMax],
    bytesMax,
    slowMs: 1000,
  })
  const writer = new BulkWriter({
    endpoint: elasticsearch,
    pacing,
    lingerMs: 100,
    retry: { firstMs: 100, longestMs: 1000 },
    random: () => 0.999,
    clock: systemClock,
    log: createLog({
      level: 'info',
      name: 'worker',
      destination: { write: (line) => lines.push(line) },
    }),
    onRefused: (refusal) => refusals.push(refusal),
    onFatal: (error) => failures.push(error),
  })
  return { elasticsearch, lines, refusals, failures, pacing, writer }
}

export function operation(id: string, receipt: Receipt, size = 0): BulkOperation {
  const action = JSON.stringify({ create: { _index: 'i', _id: id } })
  const lines = `${action}\n${JSON.stringify({ text: 'x'.repeat(size) })}\n`
  const record = tinyRecord(0)
  const bytes = Buffer.byteLength(lines)
  const replacement = { record, eventId: id, eventTime: tinyTime, receipt }
  return { kind: 'event', lines, bytes, receipt, replacement }
}

/** Adds one small document per letter. */
export function addAll(writer: BulkWriter, receipt: Receipt, ids: string, size = 0): void {
  for (const id of ids) writer.add(operation(id, receipt, size))
}
