/** What is sent: lines of actions and documents, in UTF-8. */
export interface BulkBody {
  readonly content: Buffer
  /** What the content lies in, where it is to be given back when nobody needs the content. */
  readonly memory?: Buffer
}

/** Bodies that are kept for later: as many as are sent at once. */
const sparesMax = 4
const firstBytes = 256 << 10

/**
 * The body of a request while it grows, in bytes from the start.
 *
 * A document is written once and its text let go: texts that live as long as a request does are
 * copied twice by the garbage collector, joined, and copied once more when they are sent.
 */
export class GrowingBody {
  readonly #spares: Buffer[] = []
  #memory: Buffer = Buffer.allocUnsafeSlow(firstBytes)
  #length = 0

  /** @param bytes how long the text is in UTF-8 */
  add(text: string, bytes: number): void {
    const end = this.#length + bytes
    if (end > this.#memory.length) this.#grow(end)
    this.#memory.write(text, this.#length)
    this.#length = end
  }

  /** Takes what was added and begins anew. */
  cut(): BulkBody {
    const memory = this.#memory
    const content = memory.subarray(0, this.#length)
    this.#memory = this.#spares.pop() ?? Buffer.allocUnsafeSlow(memory.length)
    this.#length = 0
    return { content, memory }
  }

  /** Gives a body back; nobody may look at it afterwards. */
  giveBack({ memory }: BulkBody): void {
    if (memory !== undefined && this.#spares.length < sparesMax) this.#spares.push(memory)
  }

  #grow(end: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(end, Math.floor(this.#memory.length * 1.5)))
    this.#memory.copy(larger, 0, 0, this.#length)
    this.#memory = larger
  }
}
