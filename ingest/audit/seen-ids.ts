import { hash } from 'node:crypto'
import { TemporaryFile } from './temporary-file.ts'

/** Ids in memory from which on they are put into a file: 32 MB. */
const entriesMaxDefault = 2 << 20
const slotsMin = 1 << 12
/** Ids in a block of the file, of which one is read to answer: 4 KiB. */
const blockEntries = 512
const entryBytes = 8

/** Ids that are in the file, sorted. */
interface SortedRun {
  readonly position: number
  readonly count: number
  /** The first of each block. */
  readonly firsts: BigUint64Array
  /** Two bits of two bytes per id, by which one in sixty unknown ids is looked for in the file. */
  readonly filter: Uint8Array
}

/**
 * Which ids were seen: 64 bits of each one's hash, the newest in a table and the others in a
 * temporary file, with two bytes of each in memory. Among a thousand million ids, one in twenty
 * thousand million that were not seen is taken for one that was.
 *
 * To be closed. Its methods throw PipelineError `disk.full` or `disk.not-writable`.
 */
export class SeenIds {
  readonly #entriesMax: number
  readonly #runs: SortedRun[] = []
  #file: TemporaryFile | undefined
  #table = new BigUint64Array(slotsMin)
  /** The halves of the same, which are quicker to compare. */
  #halves = new Uint32Array(this.#table.buffer)
  #count = 0

  constructor(entriesMax: number = entriesMaxDefault) {
    this.#entriesMax = entriesMax
  }

  /** @returns whether it was not seen before */
  add(id: string): boolean {
    const wanted = halvesOf(id)
    const slot = this.#find(wanted)
    if (!this.#isFree(slot) || this.#isInRuns(wanted)) return false
    this.#put(slot, wanted)
    this.#count += 1
    if (this.#count >= this.#entriesMax) this.#spill()
    else if (this.#count * 2 > this.#table.length) this.#grow()
    return true
  }

  has(id: string): boolean {
    const wanted = halvesOf(id)
    return !this.#isFree(this.#find(wanted)) || this.#isInRuns(wanted)
  }

  #isInRuns(wanted: Uint32Array): boolean {
    if (this.#runs.length === 0) return false
    const [whole = 0n] = new BigUint64Array(wanted.buffer)
    return this.#runs.some((run) => mayHold(run.filter, wanted) && this.#isIn(run, whole))
  }

  close(): void {
    this.#file?.close()
  }

  /** The slot that has it, or the free one where it belongs. */
  #find(wanted: Uint32Array): number {
    const [low, high] = wanted
    const mask = this.#table.length - 1
    for (let slot = ((low ?? 0) ^ (high ?? 0)) & mask; ; slot = (slot + 1) & mask) {
      if (this.#isFree(slot)) return slot
      if (this.#halves[2 * slot] === low && this.#halves[2 * slot + 1] === high) return slot
    }
  }

  #isFree(slot: number): boolean {
    return this.#halves[2 * slot] === 0 && this.#halves[2 * slot + 1] === 0
  }

  #put(slot: number, halves: Uint32Array): void {
    this.#halves.set(halves, 2 * slot)
  }

  #grow(): void {
    const old = this.#halves
    this.#empty(this.#table.length * 2)
    for (let at = 0; at < old.length; at += 2) {
      const halves = old.subarray(at, at + 2)
      if (halves[0] !== 0 || halves[1] !== 0) this.#put(this.#find(halves), halves)
    }
  }

  #empty(slots: number): void {
    this.#table = new BigUint64Array(slots)
    this.#halves = new Uint32Array(this.#table.buffer)
  }

  #spill(): void {
    this.#file ??= new TemporaryFile()
    const sorted = this.#table.filter((entry) => entry !== 0n).sort()
    const position = this.#file.append(new Uint8Array(sorted.buffer))
    const firsts = sorted.filter((_, at) => at % blockEntries === 0)
    this.#runs.push({ position, count: sorted.length, firsts, filter: filterOf(sorted) })
    this.#empty(slotsMin)
    this.#count = 0
  }

  #isIn({ position, count, firsts }: SortedRun, wanted: bigint): boolean {
    const block = lastNotAfter(firsts, wanted)
    if (block < 0 || this.#file === undefined) return false
    const from = block * blockEntries
    const length = Math.min(blockEntries, count - from) * entryBytes
    const bytes = this.#file.read(position + from * entryBytes, length)
    return new BigUint64Array(bytes.buffer, bytes.byteOffset, length / entryBytes).includes(wanted)
  }
}

/** Never both zero, which stands for a free slot. */
function halvesOf(id: string): Uint32Array {
  const digest = hash('sha1', id, 'buffer')
  const low = digest.readUInt32LE(0)
  return Uint32Array.of(low === 0 ? 1 : low, digest.readUInt32LE(4))
}

/** A Bloom filter: which of its bits are set tells what is not among the entries. */
function filterOf(sorted: BigUint64Array): Uint8Array {
  const filter = new Uint8Array(2 * sorted.length)
  const halves = new Uint32Array(sorted.buffer, sorted.byteOffset, 2 * sorted.length)
  for (let at = 0; at < halves.length; at += 2) {
    for (const bit of bitsOf(halves.subarray(at, at + 2), filter)) {
      filter[bit >>> 3] = (filter[bit >>> 3] ?? 0) | (1 << (bit & 7))
    }
  }
  return filter
}

function mayHold(filter: Uint8Array, halves: Uint32Array): boolean {
  return bitsOf(halves, filter).every((bit) => ((filter[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0)
}

function bitsOf([low = 0, high = 0]: Uint32Array, filter: Uint8Array): readonly [number, number] {
  const bits = 8 * filter.length
  return [low % bits, high % bits]
}

/** Index of the last of the sorted entries that is not greater; -1 when all are. */
function lastNotAfter(sorted: BigUint64Array, wanted: bigint): number {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((sorted[middle] ?? 0n) <= wanted) from = middle + 1
    else to = middle
  }
  return from - 1
}
