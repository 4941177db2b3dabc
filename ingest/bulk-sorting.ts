import { type BatchedOperation, type BulkBatch } from './bulk-batch.ts'
import { type BulkItem, failureOf } from './bulk-reply.ts'
import { type RetryCause } from '../contracts/retry-cause.ts'
import { type ElasticsearchFailure, verdictOn } from './failures.ts'

/** An operation that failed, and how. */
export interface FailedOperation {
  readonly operation: BatchedOperation
  readonly failure: ElasticsearchFailure
}

/** What became of the operations of a request; each is in exactly one of these. */
export interface SortedOperations {
  readonly written: BatchedOperation[]
  /** Written before. */
  readonly alreadyThere: BatchedOperation[]
  readonly delayed: (FailedOperation & { readonly cause: RetryCause })[]
  readonly refused: FailedOperation[]
  /** The writer has to stop because of them. */
  readonly stopping: FailedOperation[]
}

/** Sorts the operations of an answered request by what is to be done with them. */
export function sortOperations(
  { operations }: BulkBatch,
  items: readonly BulkItem[],
): SortedOperations {
  const sorted: SortedOperations = {
    written: [],
    alreadyThere: [],
    delayed: [],
    refused: [],
    stopping: [],
  }
  for (const [at, operation] of operations.entries()) {
    const failure = failureOf(items[at] ?? { status: 0 })
    if (failure === undefined) sorted.written.push(operation)
    else putAway(sorted, { operation, failure })
  }
  return sorted
}

function putAway(sorted: SortedOperations, failed: FailedOperation): void {
  const verdict = verdictOn(failed.failure)
  switch (verdict.action) {
    case 'already-there':
      sorted.alreadyThere.push(failed.operation)
      return
    case 'retry':
    case 'split':
      sorted.delayed.push({ ...failed, cause: verdict.cause })
      return
    case 'refuse':
      sorted.refused.push(failed)
      return
    case 'stop':
      sorted.stopping.push(failed)
      return
  }
}
