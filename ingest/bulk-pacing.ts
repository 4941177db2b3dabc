/** How large requests may be and how many at once: fixed for now, one place to make it adaptive. */
export interface BulkPacing {
  readonly inFlightMax: number
  readonly documentsMax: number
  readonly bytesMax: number
  /** A request of this size was too large for Elasticsearch or a proxy before it. */
  onTooLarge(bytes: number): void
}

interface FixedLimits {
  readonly inFlightMax: number
  readonly documentsMax: number
  readonly bytesMax: number
}

/** Keeps to the limits; remembers the half of the smallest request that was too large. */
export class FixedPacing implements BulkPacing {
  readonly inFlightMax: number
  readonly documentsMax: number
  #bytesMax: number

  constructor({ inFlightMax, documentsMax, bytesMax }: FixedLimits) {
    this.inFlightMax = inFlightMax
    this.documentsMax = documentsMax
    this.#bytesMax = bytesMax
  }

  get bytesMax(): number {
    return this.#bytesMax
  }

  onTooLarge(bytes: number): void {
    this.#bytesMax = Math.max(1, Math.min(this.#bytesMax, Math.floor(bytes / 2)))
  }
}
