/** How large requests may be and how many at once. */
export interface BulkPacing {
  readonly inFlightMax: number
  readonly documentsMax: number
  readonly bytesMax: number
  /** A request of so many documents was answered, whatever the answer says of single ones. */
  onAnswered(latencyMs: number, documents: number): void
  /** Elasticsearch or a proxy before it has too much to do: 429, or no answer in time. */
  onOverloaded(): void
  /** A request of this size was too large for Elasticsearch or a proxy before it. */
  onTooLarge(bytes: number): void
}

/** From the floor to the ceiling, both included. */
type Bounds = readonly [floor: number, ceiling: number]

export interface PacingLimits {
  readonly inFlight: Bounds
  readonly documents: Bounds
  readonly bytesMax: number
  /** Slower answers make requests smaller. */
  readonly slowMs: number
}

/** Of the documents of a request, what is added after a quick answer. */
const documentsStep = 250
/** Quick answers in a row after which one more request may be in flight. */
const answersPerRequest = 8

/**
 * Additive increase, multiplicative decrease (Chiu and Jain, 1989), as TCP shares a line that it
 * does not know: quick answers make requests larger and more, an overload halves both at once, and
 * slow answers make requests smaller.
 *
 * Keeps within its bounds; remembers the half of the smallest request that was too large.
 */
export class AdaptivePacing implements BulkPacing {
  readonly #limits: PacingLimits
  #inFlight: number
  #documents: number
  #bytesMax: number
  #quickAnswers = 0

  constructor(limits: PacingLimits) {
    this.#limits = limits
    this.#inFlight = Math.ceil((limits.inFlight[0] + limits.inFlight[1]) / 2)
    this.#documents = Math.ceil((limits.documents[0] + limits.documents[1]) / 2)
    this.#bytesMax = limits.bytesMax
  }

  get inFlightMax(): number {
    return this.#inFlight
  }

  get documentsMax(): number {
    return this.#documents
  }

  get bytesMax(): number {
    return this.#bytesMax
  }

  onAnswered(latencyMs: number, documents: number): void {
    const { slowMs } = this.#limits
    if (latencyMs > slowMs) {
      this.#quickAnswers = 0
      this.#documents = within(this.#limits.documents, Math.floor(this.#documents * 0.75))
      return
    }
    // A request that was not full says nothing about larger ones.
    if (documents < this.#documents) return
    this.#documents = within(this.#limits.documents, this.#documents + documentsStep)
    this.#quickAnswers += 1
    if (this.#quickAnswers % answersPerRequest !== 0) return
    this.#inFlight = within(this.#limits.inFlight, this.#inFlight + 1)
  }

  onOverloaded(): void {
    this.#quickAnswers = 0
    this.#inFlight = within(this.#limits.inFlight, Math.floor(this.#inFlight / 2))
    this.#documents = within(this.#limits.documents, Math.floor(this.#documents / 2))
  }

  onTooLarge(bytes: number): void {
    this.#bytesMax = Math.max(1, Math.min(this.#bytesMax, Math.floor(bytes / 2)))
  }
}

function within([floor, ceiling]: Bounds, value: number): number {
  return Math.min(ceiling, Math.max(floor, value))
}
