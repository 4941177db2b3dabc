import { NameFilter } from './name-filter.ts'
import { absentState, type StateDocument } from './state-document.ts'

/** Where a document is: its concrete index and its id. */
export interface DocumentPlace {
  readonly index: string
  readonly id: string
}

/** How a document is called among all of them. */
export function nameOf({ index, id }: DocumentPlace): string {
  return `${index}/${id}`
}

/** A state document in memory. */
export interface StateEntry {
  /** By `nameOf`. */
  readonly name: string
  readonly place: DocumentPlace
  document: StateDocument
  /** Writes of it that are not acknowledged. */
  writing: number
  /** About how much memory it takes. */
  bytes: number
  /** Whether it was used since eviction last came by. */
  isUsed: boolean
}

export interface StateLimits {
  readonly entriesMax: number
  readonly bytesMax: number
}

/** What an entry takes beside its document. */
const entryBytes = 300
/** Of the average length, how much the newest one counts. */
const newest = 1 / 64

/**
 * The state documents of one kind of one run, bounded: those that were not used for long go first,
 * by second chance (F. J. Corbató, A paging experiment with the Multics system, 1968), as a list in
 * the exact order of use would have to be changed at every use.
 *
 * An entry that has a change since, or a part in, an unacknowledged write stays: the store may still
 * have an older one, and reading that would lose what is in this one.
 */
export class StateCache {
  readonly #limits: StateLimits
  /**
   * Those that were evicted, where the cache has seen every document of its partition since the
   * begin of the log; undefined where documents may be in the store that it never had.
   */
  #evicted: NameFilter | undefined
  /** In the order in which eviction comes by. */
  readonly #entries = new Map<string, StateEntry>()
  /** Those that have changed since they were last taken for writing. */
  readonly #changed = new Set<StateEntry>()
  #bytes = 0
  #changedBytes = 0
  /** Of the documents that were written or read: for those of which the length is not known yet. */
  #lengthOnAverage = 0
  #hits = 0
  #misses = 0

  /** @param isFromLogStart whether it belongs to a fold from the begin of the log */
  constructor(limits: StateLimits, isFromLogStart: boolean) {
    this.#limits = limits
    this.#evicted = isFromLogStart ? new NameFilter() : undefined
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

  /** How much of such limits those take, as far as is known of their size. */
  changesShareOf({ entriesMax, bytesMax }: StateLimits): number {
    return Math.max(this.#changed.size / entriesMax, this.#changedBytes / bytesMax)
  }

  /** How often an entry was there, and how often it had to be read. */
  get counts(): { readonly hits: number; readonly misses: number } {
    return { hits: this.#hits, misses: this.#misses }
  }

  has(place: DocumentPlace): boolean {
    return this.#entries.has(nameOf(place))
  }

  /**
   * The entry, which is used by that; undefined when it has to be read.
   *
   * A fold from the begin of the log need not ask the store for what it never had: a document is a
   * function of the log, and nothing of the log came before.
   */
  get(place: DocumentPlace): StateEntry | undefined {
    const name = nameOf(place)
    const entry = this.#entries.get(name)
    if (entry === undefined) {
      if (this.#evicted?.mayHave(name) === false) return this.put(place, absentState)
      this.#misses += 1
      return undefined
    }
    this.#hits += 1
    entry.isUsed = true
    return entry
  }

  /**
   * Takes a document that was read from the store.
   *
   * @param length undefined where it is not there yet
   */
  put(
    place: DocumentPlace,
    document: StateDocument,
    length: number = this.#lengthOnAverage,
  ): StateEntry {
    const bytes = entryBytes + 2 * length
    const entry = { name: nameOf(place), place, document, writing: 0, bytes, isUsed: true }
    this.#entries.set(entry.name, entry)
    this.#bytes += bytes
    return entry
  }

  change(entry: StateEntry, document: StateDocument): void {
    entry.document = document
    if (this.#changed.has(entry)) return
    this.#changed.add(entry)
    this.#changedBytes += entry.bytes
  }

  /** The entries that have changed, to be written now; `written` is to be told of each. */
  takeChanged(): readonly StateEntry[] {
    const changed = [...this.#changed]
    this.#changed.clear()
    this.#changedBytes = 0
    for (const entry of changed) entry.writing += 1
    return changed
  }

  written(entry: StateEntry, length: number): void {
    entry.writing -= 1
    this.#lengthOnAverage += (length - this.#lengthOnAverage) * newest
    const more = entryBytes + 2 * length - entry.bytes
    if (this.#entries.get(entry.name) === entry) this.#bytes += more
    if (this.#changed.has(entry)) this.#changedBytes += more
    entry.bytes += more
  }

  /** So that all are read again. What is being written goes on. */
  forget(): void {
    this.#entries.clear()
    this.#changed.clear()
    this.#bytes = 0
    this.#changedBytes = 0
    this.#evicted = undefined
  }

  /** To be called when none of the entries is in use. */
  evict(): void {
    // Those that get a second chance come again at the end; then there is no third one.
    for (const [name, entry] of this.#entries) {
      if (!this.#isOver()) return
      if (this.#changed.has(entry) || entry.writing > 0) continue
      this.#entries.delete(name)
      if (entry.isUsed) {
        entry.isUsed = false
        this.#entries.set(name, entry)
        continue
      }
      this.#evicted?.add(name)
      this.#bytes -= entry.bytes
    }
  }

  #isOver(): boolean {
    const { entriesMax, bytesMax } = this.#limits
    return this.#entries.size > entriesMax || this.#bytes > bytesMax
  }
}
