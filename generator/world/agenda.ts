/** Why a customer's turn comes. */
export const reasons = { arrival: 0, duty: 1, reversal: 2 } as const

export type Reason = (typeof reasons)[keyof typeof reasons]

const reasonCount = 3

/**
 * Whose turn comes when: for each customer who takes part the next moment of each reason, and a binary heap of
 * customers by the earliest of theirs. Of two at the same moment the lower number comes first, so
 * the order is the same whoever else is there.
 */
export class Agenda {
  readonly #due: Float64Array
  readonly #earliest: Float64Array
  readonly #heap: Uint32Array

  /** @param firstOf when each customer's first turn comes; Infinity for those who take no part */
  constructor(customers: number, firstOf: (customer: number) => number) {
    this.#due = new Float64Array(customers * reasonCount).fill(Infinity)
    this.#earliest = Float64Array.from({ length: customers }, (_, customer) => firstOf(customer))
    this.#heap = Uint32Array.from({ length: customers }, (_, customer) => customer).filter(
      (customer) => this.#earliest[customer] !== Infinity,
    )
    for (let at = (this.#heap.length >>> 1) - 1; at >= 0; at -= 1) this.#sink(at)
  }

  /** When the next turn comes; Infinity when nothing is left to happen. */
  get nextMs(): number {
    return this.#earliest[this.next] ?? Infinity
  }

  /** Whose turn is next. */
  get next(): number {
    return this.#heap[0] ?? 0
  }

  due(customer: number, reason: Reason): number {
    return this.#due[customer * reasonCount + reason] ?? Infinity
  }

  /** Takes effect with `settle`. */
  plan(customer: number, reason: Reason, atMs: number): void {
    this.#due[customer * reasonCount + reason] = atMs
  }

  /** The reason for the turn of `next`; of several at the same moment the first in their order. */
  reason(customer: number): Reason {
    const arrival = this.due(customer, reasons.arrival)
    const duty = this.due(customer, reasons.duty)
    const reversal = this.due(customer, reasons.reversal)
    if (arrival <= duty && arrival <= reversal) return reasons.arrival
    return duty <= reversal ? reasons.duty : reasons.reversal
  }

  /** Puts the customer whose turn it was where they now belong. */
  settle(): void {
    const customer = this.next
    this.#earliest[customer] = this.due(customer, this.reason(customer))
    this.#sink(0)
  }

  #sink(from: number): void {
    const heap = this.#heap
    const size = heap.length
    const customer = heap[from] ?? 0
    let at = from
    for (;;) {
      const child = this.#earlierChild(at, size)
      if (child >= size || !this.#isBefore(heap[child] ?? 0, customer)) break
      heap[at] = heap[child] ?? 0
      at = child
    }
    heap[at] = customer
  }

  #earlierChild(at: number, size: number): number {
    const left = 2 * at + 1
    const right = left + 1
    if (right >= size) return left
    return this.#isBefore(this.#heap[right] ?? 0, this.#heap[left] ?? 0) ? right : left
  }

  #isBefore(a: number, b: number): boolean {
    const dueA = this.#earliest[a] ?? Infinity
    const dueB = this.#earliest[b] ?? Infinity
    return dueA < dueB || (dueA === dueB && a < b)
  }
}
