/** What may wait at most; it has to fall to half of it before more is taken. */
export interface BacklogLimits {
  readonly recordsMax: number
  readonly bytesMax: number
}

/**
 * What was taken from Kafka and is not durable yet, in all partitions together.
 *
 * A portion is let in while there is room, so it can go over a limit by one portion of each
 * partition.
 */
export class Backlog {
  readonly #limits: BacklogLimits
  #records = 0
  #bytes = 0
  #bytesTaken = 0
  #isOpen = true
  #waiters: (() => void)[] = []

  constructor(limits: BacklogLimits) {
    this.#limits = limits
  }

  get records(): number {
    return this.#records
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Of everything that ever came in. */
  get bytesTaken(): number {
    return this.#bytesTaken
  }

  get hasRoom(): boolean {
    return this.#isOpen
  }

  add({ count, bytes }: { readonly count: number; readonly bytes: number }): void {
    this.#records += count
    this.#bytes += bytes
    this.#bytesTaken += bytes
    if (this.#isOver(1)) this.#isOpen = false
  }

  remove({ count, bytes }: { readonly count: number; readonly bytes: number }): void {
    this.#records -= count
    this.#bytes -= bytes
    if (this.#isOpen || this.#isOver(0.5)) return
    this.#isOpen = true
    for (const tell of this.#waiters.splice(0)) tell()
  }

  whenRoom(): Promise<void> {
    if (this.#isOpen) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiters.push(resolve)
    })
  }

  #isOver(share: number): boolean {
    const { recordsMax, bytesMax } = this.#limits
    return this.#records > share * recordsMax || this.#bytes > share * bytesMax
  }
}
