import { type BulkOperation, stateOperation } from './bulk-operation.ts'
import { type Receipt } from './receipt.ts'
import { type StateCache, type StateEntry } from './state-cache.ts'
import { type StateDocument } from './state-document.ts'

export interface StateWritingLimits {
  readonly documentsMax: number
  /** One document more is always taken. */
  readonly bytesMax: number
}

interface StateWritingOptions {
  /** What was given to the writer and is not durable yet. */
  readonly limits: StateWritingLimits
  readonly cache: StateCache
  /** Of the run that wrote them: nobody waits for the documents of one that has ended. */
  readonly run: { readonly isEnded: boolean }
  readonly writer: { add(operation: BulkOperation): void }
  /** Called with how many have become durable. */
  readonly onDurable: (count: number) => void
  /** Called with whether some of them are being tried again. */
  readonly onDelayed: (isDelayed: boolean) => void
}

/**
 * Writes state documents as they were when it was made: folding goes on meanwhile, and puts new ones
 * in their place.
 *
 * Those that wait for their turn take no memory of their own: they become JSON as there is room.
 */
export class StateWriting implements Receipt {
  readonly #entries: readonly StateEntry[]
  readonly #documents: readonly StateDocument[]
  readonly #options: StateWritingOptions
  readonly #lengths: number[] = []
  #durable = 0
  #bytesAhead = 0
  #tell: (isWhole: boolean) => void = () => undefined

  constructor(entries: readonly StateEntry[], options: StateWritingOptions) {
    this.#entries = entries
    this.#documents = entries.map(({ document }) => document)
    this.#options = options
  }

  /** To be called once. @returns whether all are durable: false when the run ended meanwhile. */
  carryOut(): Promise<boolean> {
    return new Promise((tell) => {
      this.#tell = tell
      this.#goOn()
    })
  }

  /** They may become durable in another order, so the bytes that are ahead are about right. */
  durable(count: number): void {
    this.#options.onDurable(count)
    for (const end = this.#durable + count; this.#durable < end; this.#durable += 1) {
      this.#bytesAhead -= this.#lengths[this.#durable] ?? 0
    }
    this.#goOn()
  }

  delayed(): void {
    this.#options.onDelayed(true)
  }

  #goOn(): void {
    const { run, onDelayed } = this.#options
    if (run.isEnded) this.#tell(false)
    else if (this.#durable < this.#documents.length) this.#addSome()
    else {
      onDelayed(false)
      this.#tellCache()
      this.#tell(true)
    }
  }

  #addSome(): void {
    const { documentsMax, bytesMax } = this.#options.limits
    while (this.#lengths.length - this.#durable < documentsMax && this.#bytesAhead < bytesMax) {
      const at = this.#lengths.length
      const [entry, document] = [this.#entries[at], this.#documents[at]]
      if (entry === undefined || document === undefined) return
      const operation = stateOperation(entry.place, document, this)
      this.#lengths.push(operation.bytes)
      this.#bytesAhead += operation.bytes
      this.#options.writer.add(operation)
    }
  }

  #tellCache(): void {
    for (const [at, entry] of this.#entries.entries()) {
      this.#options.cache.written(entry, this.#lengths[at] ?? 0)
    }
  }
}
