import { concreteIndexOf, type IndexDefinition } from '../contracts/index-definition.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { type Receipt } from './receipt.ts'
import { type Span } from './run.ts'

/** One document on its way to Elasticsearch, and whom to tell. */
export interface BulkOperation {
  /** Action and document, as the two lines of a bulk body. */
  readonly lines: string
  /** Length of the lines in UTF-8. */
  readonly bytes: number
  /** The record that it follows from. */
  readonly record: LogRecord
  readonly eventId: string | undefined
  readonly receipt: Receipt
  /**
   * For the dead letter that takes its place when Elasticsearch refuses it. Undefined where a
   * refusal is a defect of ours, which stops the worker.
   */
  readonly deadLetterReceipt: Receipt | undefined
}

interface NewDocument {
  readonly index: IndexDefinition
  readonly id: string
  /** Chooses the concrete index. */
  readonly time: string
  readonly body: object
}

/** The document that stands for one event; its record is applied when it is durable. */
export function eventOperation(
  document: NewDocument,
  { record, span, indexVersion }: { record: LogRecord; span: Span; indexVersion: number },
): BulkOperation {
  const lines = createLines(document, indexVersion)
  return {
    lines,
    bytes: Buffer.byteLength(lines),
    record,
    eventId: document.id,
    receipt: span.applied,
    deadLetterReceipt: span.deadLettered,
  }
}

/** Body lines that make a document which must not exist, serialised once for all attempts. */
export function createLines({ index, id, time, body }: NewDocument, indexVersion: number): string {
  const name = concreteIndexOf(index, indexVersion, time)
  const action = `{"create":{"_index":"${name}","_id":${JSON.stringify(id)}}}`
  return `${action}\n${JSON.stringify(body)}\n`
}
