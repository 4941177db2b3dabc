import { type BatchedOperation, type BulkBatch } from './bulk-batch.ts'
import { type BulkBody, GrowingBody } from './bulk-body.ts'
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
  readonly #body = new GrowingBody()
  #operations: BatchedOperation[] = []
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

  add({ kind, lines, bytes, receipt, replacement }: BulkOperation): void {
    this.#body.add(lines, bytes)
    this.#operations.push({ kind, bytes, receipt, replacement })
    this.#bytes += bytes
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
    const batch = { operations: this.#operations, body: this.#body.cut(), attempts: 0 }
    this.#operations = []
    this.#bytes = 0
    this.#isDue = false
    return batch
  }

  /** Gives back what a batch was written in, when it is over. */
  giveBack(body: BulkBody): void {
    this.#body.giveBack(body)
  }
}
