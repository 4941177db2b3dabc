import { type ElasticsearchFailure } from './failures.ts'

/** How one operation ended. */
export interface BulkItem {
  readonly status: number
  readonly error?: { readonly type?: string; readonly reason?: string }
}

/** What came of a bulk request. */
export type BulkReply =
  | { readonly kind: 'all-written' }
  /** As many as there were operations, in their order. */
  | { readonly kind: 'items'; readonly items: readonly BulkItem[] }
  /** None of the operations is known to be written; some may be. */
  | { readonly kind: 'failed'; readonly failure: ElasticsearchFailure; readonly error: unknown }

/** What of an answer is asked for; the rest would be larger than many a document. */
export const bulkFilterPath = [
  'errors',
  'items.*.status',
  'items.*.error.type',
  'items.*.error.reason',
]

/**
 * Reads an answer to a bulk request with that many operations.
 *
 * An answer that does not speak of every operation proves nothing about any of them.
 */
export function readBulkAnswer(answer: unknown, operationCount: number): BulkReply {
  if (!isAnswer(answer)) return unreadable('the answer is not one to a bulk request')
  if (answer.items.length !== operationCount) {
    return unreadable(`${answer.items.length} items answer ${operationCount} operations`)
  }
  if (!answer.errors) return { kind: 'all-written' }
  const items = answer.items.map((item) => Object.values(item)[0])
  return items.every(isItem)
    ? { kind: 'items', items }
    : unreadable('an item of the answer has no status')
}

/** What went wrong with one operation; undefined when it was written. */
export function failureOf({ status, error }: BulkItem): ElasticsearchFailure | undefined {
  if (status < 300 && error === undefined) return undefined
  return { level: 'item', status, type: error?.type, reason: error?.reason }
}

interface Answer {
  readonly errors: boolean
  readonly items: readonly Readonly<Record<string, unknown>>[]
}

function isAnswer(answer: unknown): answer is Answer {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'errors' in answer &&
    typeof answer.errors === 'boolean' &&
    'items' in answer &&
    Array.isArray(answer.items)
  )
}

function isItem(item: unknown): item is BulkItem {
  return (
    typeof item === 'object' && item !== null && 'status' in item && typeof item.status === 'number'
  )
}

function unreadable(reason: string): BulkReply {
  const type = 'unreadable-answer'
  return {
    kind: 'failed',
    failure: { level: 'request', status: undefined, type, reason },
    error: new Error(reason),
  }
}
