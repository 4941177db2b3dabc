import { type BulkOperation } from './bulk-operation.ts'

/** Operations that go to Elasticsearch in one request. */
export interface BulkBatch {
  readonly operations: readonly BulkOperation[]
  /** Of the body, in UTF-8. */
  readonly bytes: number
  /** How often it was sent before. */
  readonly attempts: number
}

export function batchOf(operations: readonly BulkOperation[], attempts: number): BulkBatch {
  const bytes = operations.reduce((sum, operation) => sum + operation.bytes, 0)
  return { operations, bytes, attempts }
}

export function bodyOf({ operations }: BulkBatch): string {
  return operations.map(({ lines }) => lines).join('')
}

/** In halves, which keep the count of attempts: it was not sent in vain for other reasons. */
export function halvesOf({ operations, attempts }: BulkBatch): [BulkBatch, BulkBatch] {
  const middle = Math.ceil(operations.length / 2)
  return [
    batchOf(operations.slice(0, middle), attempts),
    batchOf(operations.slice(middle), attempts),
  ]
}

/** Tells the receipts of these operations, neighbours with the same one together. */
export function tellDurable(operations: Iterable<BulkOperation>): void {
  let receipt: BulkOperation['receipt'] | undefined
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

export function tellDelayed(operations: Iterable<BulkOperation>): void {
  for (const { receipt } of operations) receipt.delayed()
}
