import { type Departure } from '../departure.ts'

interface Held {
  readonly departure: Departure
  /** Of all that were ever held: of two at the same moment the one held first leaves first. */
  readonly sequence: number
}

/** Departures that wait for their moment: a binary heap by `leavesMs`, bounded. */
export class HeldDepartures {
  readonly #heap: Held[] = []
  readonly #max: number
  #sequence = 0

  constructor(max: number) {
    this.#max = max
  }

  hasRoomFor(count: number): boolean {
    return this.#heap.length + count <= this.#max
  }

  /** When the next one leaves; Infinity when none waits. */
  get nextMs(): number {
    return this.#heap[0]?.departure.leavesMs ?? Infinity
  }

  hold(departure: Departure): void {
    const heap = this.#heap
    const held = { departure, sequence: (this.#sequence += 1) }
    let at = heap.length
    heap.push(held)
    while (at > 0) {
      const parent = (at - 1) >>> 1
      const above = heap[parent]
      if (above === undefined || isBefore(above, held)) break
      heap[at] = above
      at = parent
    }
    heap[at] = held
  }

  /** Lets the next one go; undefined when none waits. */
  take(): Departure | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined) return undefined
    if (heap.length > 0) this.#sink(last)
    return first.departure
  }

  /** Puts what stood last in the place of the first, and down to where it belongs. */
  #sink(held: Held): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      const child = this.#earlierChild(at)
      const below = heap[child]
      if (below === undefined || isBefore(held, below)) break
      heap[at] = below
      at = child
    }
    heap[at] = held
  }

  #earlierChild(at: number): number {
    const left = this.#heap[2 * at + 1]
    const right = this.#heap[2 * at + 2]
    const isRight = left !== undefined && right !== undefined && isBefore(right, left)
    return 2 * at + (isRight ? 2 : 1)
  }
}

function isBefore(a: Held, b: Held): boolean {
  const aMs = a.departure.leavesMs
  const bMs = b.departure.leavesMs
  return aMs < bMs || (aMs === bMs && a.sequence < b.sequence)
}
