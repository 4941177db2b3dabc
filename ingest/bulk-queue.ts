import { type BulkBatch } from './bulk-batch.ts'
import { type BulkOperation } from './bulk-operation.ts'
import { type BulkPacing } from './bulk-pacing.ts'
import { OpenBatch } from './open-batch.ts'

interface BulkQueueOptions {
  readonly pacing: BulkPacing
  readonly lingerMs: number
  /** Called when there may be a batch to be sent. */
  readonly onReady: () => void
}

/** One kind of documents: what is gathered, and what was cut from it and is not under way. */
interface Line {
  readonly open: OpenBatch
  readonly cut: BulkBatch[]
}

/**
 * What waits to be sent, in batches.
 *
 * State documents go first: a checkpoint waits for them, stage by stage, and would else wait each
 * time for all events that were taken meanwhile. They are written when those of a checkpoint are
 * durable, so events are not kept waiting by them for long.
 */
export class BulkQueue {
  readonly #states: Line
  readonly #others: Line
  readonly #onReady: () => void

  constructor({ pacing, lingerMs, onReady }: BulkQueueOptions) {
    this.#onReady = onReady
    this.#states = { open: new OpenBatch(pacing, lingerMs, onReady), cut: [] }
    this.#others = { open: new OpenBatch(pacing, lingerMs, onReady), cut: [] }
  }

  add(operation: BulkOperation): void {
    const line = this.#lineOf(operation)
    if (!line.open.fits(operation)) this.#cut(line)
    line.open.add(operation)
    if (line.open.isFull) this.#cut(line)
  }

  /** Makes what was gathered ready without waiting for more. */
  makeDue(): void {
    this.#states.open.makeDue()
    this.#others.open.makeDue()
  }

  /** Takes the batch that is to be sent now; undefined when none is full or has lingered. */
  next(): BulkBatch | undefined {
    return takeFrom(this.#states) ?? takeFrom(this.#others)
  }

  /** Takes batches back, all of one kind, to be sent before all others of it. */
  putBack(...batches: readonly BulkBatch[]): void {
    const [operation] = batches[0]?.operations ?? []
    if (operation !== undefined) this.#lineOf(operation).cut.unshift(...batches)
  }

  /** Gives back what a batch was written in, when nobody reads it any more. */
  giveBack({ operations: [operation], body }: BulkBatch): void {
    if (operation !== undefined) this.#lineOf(operation).open.giveBack(body)
  }

  /** Lets go of what was gathered, and of its timers. */
  close(): void {
    this.#states.open.cut()
    this.#others.open.cut()
  }

  #lineOf({ kind }: Pick<BulkOperation, 'kind'>): Line {
    return kind === 'state' ? this.#states : this.#others
  }

  #cut({ open, cut }: Line): void {
    cut.push(open.cut())
    this.#onReady()
  }
}

function takeFrom({ open, cut }: Line): BulkBatch | undefined {
  return cut.shift() ?? (open.isDue ? open.cut() : undefined)
}
