import { type Assignment, type RecordBatch } from '../runtime/kafka/record-source.ts'
import { type Outcome, type Outcomes } from './outcomes.ts'
import { type Receipt } from './receipt.ts'

interface RunOptions {
  readonly outcomes: Outcomes
  /** Called when a span has ended, in whatever run: its bytes wait no longer. */
  readonly onSpanSettled: (span: Span) => void
}

/**
 * One assignment of one partition to this worker: how far it was taken, and what of it is durable.
 *
 * Offsets strictly increase. A run ends at every rejoin; what is in flight then may finish, as a
 * zombie's would, but it changes nothing in the run that follows: two runs share nothing (the
 * ledger of outcomes is counted, never read).
 */
export class Run {
  readonly assignment: Assignment
  readonly outcomes: Outcomes
  readonly #onSpanSettled: (span: Span) => void
  /** In the order of their offsets; the first one is not settled. */
  readonly #spans: Span[] = []
  #position: number
  #highWatermark: number
  #bytesTaken = 0
  #settledCount = 0
  #isEnded = false
  #tellEnded: () => void = () => undefined
  /** Resolves when the run ends. */
  readonly ended: Promise<void> = new Promise((resolve) => {
    this.#tellEnded = resolve
  })
  #waiters: { readonly offset: number; readonly tell: (isDurable: boolean) => void }[] = []

  constructor(assignment: Assignment, { outcomes, onSpanSettled }: RunOptions) {
    this.assignment = assignment
    this.outcomes = outcomes
    this.#onSpanSettled = onSpanSettled
    this.#position = assignment.startOffset
    this.#highWatermark = assignment.endOffset
  }

  /** Everything before this offset has been taken. */
  get position(): number {
    return this.#position
  }

  /** Everything before this offset is durable, so it may be committed. */
  get durableOffset(): number {
    return this.#spans[0]?.firstOffset ?? this.#position
  }

  /** Where the partition ended when last seen. */
  get highWatermark(): number {
    return Math.max(this.#highWatermark, this.#position)
  }

  /** Bytes of records taken since the run began. */
  get bytesTaken(): number {
    return this.#bytesTaken
  }

  /** Records that have ended since the run began. */
  get settledCount(): number {
    return this.#settledCount
  }

  get isEnded(): boolean {
    return this.#isEnded
  }

  /** The oldest span that is not settled. */
  get oldest(): Span | undefined {
    return this.#spans[0]
  }

  /** Whether something of it is being tried again. */
  get isDelayed(): boolean {
    return this.#spans.some((span) => span.isDelayed)
  }

  /**
   * Takes consecutive records; the span is to be told the outcome of each.
   *
   * @throws Error when they do not come after those that were taken before.
   */
  take({ records, nextOffset, highWatermark }: RecordBatch, nowMs: number): Span | undefined {
    const first = records[0]
    if ((first?.offset ?? nextOffset) < this.#position)
      throw new Error('offsets went back in a run')
    this.#position = nextOffset
    this.#highWatermark = highWatermark
    if (first === undefined) return undefined
    const bytes = records.reduce((sum, { key, value }) => sum + lengthOf(key) + lengthOf(value), 0)
    this.#bytesTaken += bytes
    const span = new Span(this, {
      firstOffset: first.offset,
      count: records.length,
      bytes,
      beganAtMs: nowMs,
    })
    this.outcomes.begin(records.length)
    this.#spans.push(span)
    return span
  }

  /** For a span of this run: some of its records have ended. */
  settle(span: Span, outcome: Outcome, count: number): void {
    this.outcomes.settle(outcome, count)
    this.#settledCount += count
    if (span.unsettled > 0) return
    this.#onSpanSettled(span)
    while (this.#spans[0]?.unsettled === 0) this.#spans.shift()
    this.#tellWaiters()
  }

  /** Resolves with true when everything before the offset is durable, with false at the end. */
  whenDurable(offset: number): Promise<boolean> {
    return new Promise((tell) => {
      this.#waiters.push({ offset, tell })
      this.#tellWaiters()
    })
  }

  end(): void {
    this.#isEnded = true
    this.#tellEnded()
    this.#tellWaiters()
  }

  #tellWaiters(): void {
    if (this.#waiters.length === 0) return
    const { durableOffset } = this
    this.#waiters = this.#waiters.filter(({ offset, tell }) => {
      if (!this.#isEnded && offset > durableOffset) return true
      tell(!this.#isEnded)
      return false
    })
  }
}

/** Consecutive records of a run whose outcomes come one by one; plain counters, none per record. */
export class Span {
  readonly run: Run
  readonly firstOffset: number
  readonly count: number
  readonly bytes: number
  readonly beganAtMs: number
  /** For documents whose records are applied when they are durable. */
  readonly applied: Receipt = this.#receiptOf('applied')
  /** For documents whose records are dead letters when they are durable. */
  readonly deadLettered: Receipt = this.#receiptOf('deadLettered')
  /** Whether something of it is being tried again, so that its partition should wait. */
  isDelayed = false
  #unsettled: number

  constructor(
    run: Run,
    of: {
      readonly firstOffset: number
      readonly count: number
      readonly bytes: number
      readonly beganAtMs: number
    },
  ) {
    this.run = run
    this.firstOffset = of.firstOffset
    this.count = of.count
    this.bytes = of.bytes
    this.beganAtMs = of.beganAtMs
    this.#unsettled = of.count
  }

  get unsettled(): number {
    return this.#unsettled
  }

  /** @throws Error when more records end than it has: then one had two outcomes. */
  settle(outcome: Outcome, count: number): void {
    this.#unsettled -= count
    if (this.#unsettled < 0) throw new Error('a record of a span has two outcomes')
    if (this.#unsettled === 0) this.isDelayed = false
    this.run.settle(this, outcome, count)
  }

  /**
   * Records that nobody will fold. They wait no longer if the run has ended; in one that goes on
   * they keep everything after them from being committed.
   */
  abandon(count: number): void {
    if (this.run.isEnded && count > 0) this.settle('abandoned', count)
  }

  #receiptOf(outcome: Outcome): Receipt {
    return {
      durable: (count) => {
        this.settle(outcome, count)
      },
      delayed: () => {
        this.isDelayed = true
      },
    }
  }
}

function lengthOf(bytes: Uint8Array | null): number {
  return bytes?.length ?? 0
}
