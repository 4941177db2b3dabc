import { concreteIndexOf, type IndexDefinition } from '../contracts/index-definition.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { type DocumentKind } from './document-counts.ts'
import { type Receipt } from './receipt.ts'
import { type Span } from './run.ts'
import { type DocumentPlace } from './state-cache.ts'
import { type StateDocument, writeStateDocument } from './state-document.ts'

/** One document on its way to Elasticsearch, and whom to tell. */
export interface BulkOperation {
  readonly kind: DocumentKind
  /** Action and document, as the two lines of a bulk body. */
  readonly lines: string
  /** Length of the lines in UTF-8. */
  readonly bytes: number
  readonly receipt: Receipt
  /**
   * For the dead letter that takes its place when Elasticsearch refuses it. Undefined where a
   * refusal is a defect of ours, which stops the worker.
   */
  readonly replacement: Replacement | undefined
}

/** The record and event that stand behind a document, for its dead letter. */
export interface Replacement {
  readonly record: LogRecord
  readonly eventId: string | undefined
  readonly eventTime: string
  readonly receipt: Receipt
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
  const { id: eventId, time: eventTime } = document
  const replacement = { record, eventId, eventTime, receipt: span.deadLettered }
  const bytes = Buffer.byteLength(lines)
  return { kind: 'event', lines, bytes, receipt: span.applied, replacement }
}

/**
 * A state document as it is now. An older version than the one that is there changes nothing and
 * is answered by 409, as is the same one.
 */
export function stateOperation(
  { index, id }: DocumentPlace,
  document: StateDocument,
  receipt: Receipt,
): BulkOperation {
  const version = document.lastOffset + 1
  const action = `{"index":{"_index":"${index}","_id":${JSON.stringify(id)},"version":${version},"version_type":"external"}}` // prettier-ignore
  const lines = `${action}\n${writeStateDocument(document)}\n`
  const bytes = Buffer.byteLength(lines)
  return { kind: 'state', lines, bytes, receipt, replacement: undefined }
}

/** Body lines that make a document which must not exist. */
export function createLines({ index, id, time, body }: NewDocument, indexVersion: number): string {
  const name = concreteIndexOf(index, indexVersion, time)
  const action = `{"create":{"_index":"${name}","_id":${JSON.stringify(id)}}}`
  return `${action}\n${JSON.stringify(body)}\n`
}
