import { batchOf, type BulkBatch } from './bulk-batch.ts'
import { type BulkOperation } from './bulk-operation.ts'
import { type BulkPacing } from './bulk-pacing.ts'

/**
 * The batch that is being gathered. It is due when its oldest operation has lingered long enough:
 * the timer starts with the first one and no later one puts it off.
 */
export class OpenBatch {
  readonly #pacing: BulkPacing
  readonly #lingerMs: number
  readonly #onDue: () => void
  #operations: BulkOperation[] = []
  #bytes = 0
  #isDue = false
  #timer: NodeJS.Timeout | undefined

  constructor(pacing: BulkPacing, lingerMs: number, onDue: () => void) {
    this.#pacing = pacing
    this.#lingerMs = lingerMs
    this.#onDue = onDue
  }

  get isDue(): boolean {
    return this.#isDue
  }

  get isEmpty(): boolean {
    return this.#operations.length === 0
  }

  get count(): number {
    return this.#operations.length
  }

  get isFull(): boolean {
    return (
      this.#operations.length >= this.#pacing.documentsMax || this.#bytes >= this.#pacing.bytesMax
    )
  }

  /** Whether the operation still fits; an empty batch takes any. */
  fits({ bytes }: BulkOperation): boolean {
    return this.isEmpty || this.#bytes + bytes <= this.#pacing.bytesMax
  }

  add(operation: BulkOperation): void {
    this.#operations.push(operation)
    this.#bytes += operation.bytes
    if (this.#operations.length > 1) return
    this.#timer = setTimeout(() => {
      this.makeDue()
    }, this.#lingerMs)
  }

  makeDue(): void {
    if (this.isEmpty) return
    this.#isDue = true
    this.#onDue()
  }

  /** Takes what was gathered and begins anew. */
  cut(): BulkBatch {
    clearTimeout(this.#timer)
    const batch = batchOf(this.#operations, 0)
    this.#operations = []
    this.#bytes = 0
    this.#isDue = false
    return batch
  }
}
