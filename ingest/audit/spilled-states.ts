import { TemporaryFile } from './temporary-file.ts'

export interface SpilledStatesLimits {
  /** Most bytes of states in memory, about. */
  readonly bytesMax: number
  /** Size of the file from which on it is rewritten when more than half of it is dead. */
  readonly rewriteBytesMin: number
}

export const defaultSpilledStatesLimits: SpilledStatesLimits = {
  bytesMax: 64 << 20,
  rewriteBytesMin: 64 << 20,
}

interface Held<State> {
  readonly state: State
  /** About how much memory it takes. */
  readonly bytes: number
  readonly changes: number
}

/** What an entry takes beside its state. */
const entryBytes = 300
/** A state is measured when it comes and at every so many changes of it: they grow slowly. */
const changesPerMeasure = 16
/** Of the length that stands before each state in the file. */
const lengthBytes = 4
/** What is read before the length is known: most states are shorter. */
const firstBytes = 1024

/**
 * A map of states, which are plain JSON, in bounded memory: the least recently used ones are in a
 * temporary file. Of each id some hundred bytes stay in memory.
 *
 * To be closed. Its methods throw PipelineError `disk.full` or `disk.not-writable`.
 */
export class SpilledStates<State extends object> {
  readonly #limits: SpilledStatesLimits
  /** The least recently used first. */
  readonly #held = new Map<string, Held<State>>()
  /**
   * Stands before the least recently used one. One that is begun anew for each eviction would step
   * over whatever was deleted at the front since the map last grew, thousands of times a state.
   */
  #oldest = this.#held.entries()
  /** Of every id, where the file has its state as it is; `nowhere` when it is only held. */
  readonly #positions = new Map<string, number>()
  #file = new TemporaryFile()
  #bytes = 0
  #deadBytes = 0

  constructor(limits: SpilledStatesLimits = defaultSpilledStatesLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#positions.size
  }

  /** About how many bytes of states are in memory. */
  get bytes(): number {
    return this.#bytes
  }

  /** Size of the file, with what is dead in it. */
  get fileBytes(): number {
    return this.#file.size
  }

  has(id: string): boolean {
    return this.#positions.has(id)
  }

  get(id: string): State | undefined {
    const held = this.#held.get(id)
    if (held !== undefined) {
      this.#held.delete(id)
      this.#held.set(id, held)
      return held.state
    }
    const position = this.#positions.get(id)
    if (position === undefined) return undefined
    const text = this.#read(position).toString()
    const state = JSON.parse(text) as State
    this.#hold(id, { state, bytes: bytesOf(text), changes: 0 })
    return state
  }

  set(id: string, state: State): void {
    const held = this.#held.get(id)
    const changes = (held?.changes ?? -1) + 1
    const isMeasured = held !== undefined && changes % changesPerMeasure !== 0
    const bytes = isMeasured ? held.bytes : bytesOf(JSON.stringify(state))
    if (held !== undefined) {
      this.#held.delete(id)
      this.#bytes -= held.bytes
    }
    this.#forgetSaved(id)
    this.#hold(id, { state, bytes, changes })
  }

  /** Every id; states may be read meanwhile, and not be set. */
  ids(): IterableIterator<string> {
    return this.#positions.keys()
  }

  close(): void {
    this.#file.close()
  }

  #hold(id: string, held: Held<State>): void {
    this.#held.set(id, held)
    this.#bytes += held.bytes
    while (this.#bytes > this.#limits.bytesMax) {
      const next = this.#oldest.next()
      // An iterator does not go back: to what it has passed, or to what came after its end.
      if (next.done === true || next.value[0] === id) this.#oldest = this.#held.entries()
      if (next.done !== true && next.value[0] === id) return
      if (next.done !== true) this.#evict(...next.value)
    }
  }

  #evict(id: string, { state, bytes }: Held<State>): void {
    if (this.#positions.get(id) === nowhere) this.#save(id, state)
    this.#held.delete(id)
    this.#bytes -= bytes
  }

  #save(id: string, state: State): void {
    const bytes = Buffer.from(`${' '.repeat(lengthBytes)}${JSON.stringify(state)}`)
    bytes.writeUInt32LE(bytes.length - lengthBytes)
    this.#positions.set(id, this.#file.append(bytes))
  }

  #read(position: number): Buffer {
    const length = Math.min(firstBytes, this.#file.size - position)
    const first = this.#file.read(position, length)
    const end = lengthBytes + first.readUInt32LE()
    return end <= length ? first.subarray(lengthBytes, end) : this.#file.read(position + lengthBytes, end - lengthBytes) // prettier-ignore
  }

  #forgetSaved(id: string): void {
    const position = this.#positions.get(id)
    this.#positions.set(id, nowhere)
    if (position === undefined || position === nowhere) return
    this.#deadBytes += lengthBytes + this.#file.read(position, lengthBytes).readUInt32LE()
    const { size } = this.#file
    if (size >= this.#limits.rewriteBytesMin && this.#deadBytes > size / 2) this.#rewrite()
  }

  #rewrite(): void {
    const old = this.#file
    const rewritten = new TemporaryFile()
    for (const [id, position] of this.#positions) {
      if (position === nowhere) continue
      const length = lengthBytes + old.read(position, lengthBytes).readUInt32LE()
      this.#positions.set(id, rewritten.append(old.read(position, length)))
    }
    this.#file = rewritten
    this.#deadBytes = 0
    old.close()
  }
}

const nowhere = -1

/** A character of JSON takes about two bytes in memory, as text or as what it says. */
function bytesOf(text: string): number {
  return entryBytes + 2 * text.length
}
