import { type StateDocument } from './state-document.ts'

/** Where a document is: its concrete index and its id. */
export interface DocumentPlace {
  readonly index: string
  readonly id: string
}

/** A state document in memory. */
export interface StateEntry {
  readonly place: DocumentPlace
  document: StateDocument
  /** Writes of it that are not acknowledged. */
  writing: number
  /** About how much memory it takes. */
  bytes: number
}

export interface StateCacheLimits {
  readonly entriesMax: number
  readonly bytesMax: number
}

/** What an entry takes beside its document. */
const entryBytes = 300

/**
 * The state documents of one kind of one run, bounded: the least recently used go first.
 *
 * An entry that has a change since, or a part in, an unacknowledged write stays: the store may still
 * have an older one, and reading that would lose what is in this one.
 */
export class StateCache {
  readonly #limits: StateCacheLimits
  /** The least recently used first. */
  readonly #entries = new Map<string, StateEntry>()
  /** Those that have changed since they were last taken for writing. */
  readonly #changed = new Set<StateEntry>()
  #bytes = 0
  #hits = 0
  #misses = 0

  constructor(limits: StateCacheLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#entries.size
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Entries that have changed since they were last taken for writing. */
  get changes(): number {
    return this.#changed.size
  }

  /** How often an entry was there, and how often it had to be read. */
  get counts(): { readonly hits: number; readonly misses: number } {
    return { hits: this.#hits, misses: this.#misses }
  }

  has({ index, id }: DocumentPlace): boolean {
    const isThere = this.#entries.has(nameOf(index, id))
    if (isThere) this.#hits += 1
    else this.#misses += 1
    return isThere
  }

  /** The entry, from now on the most recently used one; undefined when it has to be read. */
  get({ index, id }: DocumentPlace): StateEntry | undefined {
    const name = nameOf(index, id)
    const entry = this.#entries.get(name)
    if (entry === undefined) return undefined
    this.#entries.delete(name)
    this.#entries.set(name, entry)
    return entry
  }

  /** Takes a document that was read from the store. */
  put(place: DocumentPlace, document: StateDocument, length: number): void {
    const bytes = entryBytes + 2 * length
    const entry = { place, document, writing: 0, bytes }
    this.#entries.set(nameOf(place.index, place.id), entry)
    this.#bytes += bytes
  }

  change(entry: StateEntry, document: StateDocument): void {
    entry.document = document
    this.#changed.add(entry)
  }

  /** The entries that have changed, to be written now; `written` is to be told of each. */
  takeChanged(): readonly StateEntry[] {
    const changed = [...this.#changed]
    this.#changed.clear()
    for (const entry of changed) entry.writing += 1
    return changed
  }

  written(entry: StateEntry, length: number): void {
    entry.writing -= 1
    const bytes = entryBytes + 2 * length
    if (this.#entries.get(nameOf(entry.place.index, entry.place.id)) === entry) {
      this.#bytes += bytes - entry.bytes
    }
    entry.bytes = bytes
  }

  /** So that all are read again. What is being written goes on. */
  forget(): void {
    this.#entries.clear()
    this.#changed.clear()
    this.#bytes = 0
  }

  /** To be called when none of the entries is in use. */
  evict(): void {
    for (const [name, entry] of this.#entries) {
      if (!this.#isOver()) return
      if (this.#changed.has(entry) || entry.writing > 0) continue
      this.#entries.delete(name)
      this.#bytes -= entry.bytes
    }
  }

  #isOver(): boolean {
    const { entriesMax, bytesMax } = this.#limits
    return this.#entries.size > entriesMax || this.#bytes > bytesMax
  }
}

function nameOf(index: string, id: string): string {
  return `${index}/${id}`
}
