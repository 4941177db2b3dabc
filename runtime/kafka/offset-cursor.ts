/** The offsets of one partition from `from` up to, not including, `to`. */
export interface OffsetRange {
  readonly partition: number
  readonly from: number
  readonly to: number
}

/** How far the ranges have been read. */
export class OffsetCursor {
  readonly #ends: ReadonlyMap<number, number>
  readonly #next: Map<number, number>

  constructor(ranges: readonly OffsetRange[]) {
    const open = ranges.filter(({ from, to }) => from < to)
    this.#ends = new Map(open.map(({ partition, to }) => [partition, to]))
    this.#next = new Map(open.map(({ partition, from }) => [partition, from]))
  }

  /** The offset to be read next; undefined when nothing of the partition is wanted any more. */
  nextOf(partition: number): number | undefined {
    const next = this.#next.get(partition)
    const end = this.#ends.get(partition)
    return next === undefined || end === undefined || next >= end ? undefined : next
  }

  /**
   * Everything up to, not including, this offset has been seen. Offsets may be missing in between
   * and at the end: markers of transactions and compacted records are never handed over.
   */
  advance(partition: number, offset: number): void {
    const next = this.nextOf(partition)
    if (next !== undefined) this.#next.set(partition, Math.max(next, offset))
  }

  get isDone(): boolean {
    return [...this.#ends.keys()].every((partition) => this.nextOf(partition) === undefined)
  }
}
