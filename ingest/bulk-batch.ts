import { type BulkBody } from './bulk-body.ts'
import { type Replacement } from './bulk-operation.ts'
import { type DocumentKind } from './document-counts.ts'
import { type Receipt } from './receipt.ts'

/** An operation whose lines are in the body of its batch. */
export interface BatchedOperation {
  readonly kind: DocumentKind
  /** Length of its lines. */
  readonly bytes: number
  readonly receipt: Receipt
  readonly replacement: Replacement | undefined
}

/** Operations that go to Elasticsearch in one request. */
export interface BulkBatch {
  readonly operations: readonly BatchedOperation[]
  /** The lines of all of them, in their order. */
  readonly body: BulkBody
  /** How often it was sent before. */
  readonly attempts: number
}

/** In halves, which keep the count of attempts: it was not sent in vain for other reasons. */
export function halvesOf({ operations, body, attempts }: BulkBatch): [BulkBatch, BulkBatch] {
  const middle = Math.ceil(operations.length / 2)
  const first = operations.slice(0, middle)
  const bytes = first.reduce((sum, operation) => sum + operation.bytes, 0)
  const content = { first: body.content.subarray(0, bytes), second: body.content.subarray(bytes) }
  return [
    { operations: first, body: { content: content.first }, attempts },
    { operations: operations.slice(middle), body: { content: content.second }, attempts },
  ]
}

/** Some of its operations, for another attempt, in a body of their own. */
export function partOf(
  { operations, body: { content } }: BulkBatch,
  isPart: (operation: BatchedOperation) => boolean,
  attempts: number,
): BulkBatch {
  const part: BatchedOperation[] = []
  const pieces: Buffer[] = []
  let end = 0
  for (const operation of operations) {
    const start = end
    end += operation.bytes
    if (!isPart(operation)) continue
    part.push(operation)
    pieces.push(content.subarray(start, end))
  }
  return { operations: part, body: { content: Buffer.concat(pieces) }, attempts }
}

/** Tells the receipts of these operations, neighbours with the same one together. */
export function tellDurable(operations: Iterable<BatchedOperation>): void {
  let receipt: Receipt | undefined
  let count = 0
  for (const operation of operations) {
    if (operation.receipt !== receipt) {
      receipt?.durable(count)
      receipt = operation.receipt
      count = 0
    }
    count += 1
  }
  receipt?.durable(count)
}

export function tellDelayed(operations: Iterable<BatchedOperation>): void {
  for (const { receipt } of operations) receipt.delayed()
}
