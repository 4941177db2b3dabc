/** How many parts are kept at most, a power of two, and how long one may be, at most 255 bytes. */
interface Size {
  readonly places: number
  readonly bytesMax: number
}

/**
 * Parts of JSON text that come again and again, such as a city or a merchant, each with its value:
 * made and validated once, then known by its bytes. All who read it share the value.
 *
 * Bounded: a part that is too long is not kept, and where two want the same place the newer one has
 * it. That costs time and changes nothing, as the value is a function of the bytes.
 */
export class KnownParts<Value> {
  readonly #bytesMax: number
  readonly #mask: number
  readonly #bytes: Uint8Array
  readonly #lengths: Uint8Array
  readonly #values: (Value | undefined)[]

  constructor({ places, bytesMax }: Size) {
    this.#mask = places - 1
    this.#bytesMax = bytesMax
    // Side by side, as objects of their own would cost the garbage collector and the cache.
    this.#bytes = new Uint8Array(places * bytesMax)
    this.#lengths = new Uint8Array(places)
    this.#values = Array.from({ length: places }, () => undefined)
  }

  /** Length of the part that is kept for a hash, where the bytes go on with it; else 0. */
  lengthAt(hash: number, bytes: Uint8Array, from: number): number {
    const place = hash & this.#mask
    const length = this.#lengths[place] ?? 0
    if (from + length > bytes.length) return 0
    const known = this.#bytes
    const begin = place * this.#bytesMax
    for (let at = 0; at < length; at += 1) {
      if (known[begin + at] !== bytes[from + at]) return 0
    }
    return length
  }

  /** The value of the part for which `lengthAt` gave a length. */
  valueAt(hash: number): Value {
    return this.#values[hash & this.#mask] as Value
  }

  keep(hash: number, part: Uint8Array, value: Value): void {
    if (part.length > this.#bytesMax) return
    const place = hash & this.#mask
    this.#bytes.set(part, place * this.#bytesMax)
    this.#lengths[place] = part.length
    this.#values[place] = value
  }
}
