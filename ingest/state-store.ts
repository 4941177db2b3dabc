import { PipelineError } from '../runtime/problem.ts'
import { retryWaitMs, type RetryLimits } from './retry-wait.ts'
import { type DocumentPlace, nameOf, type StateCache, type StateEntry } from './state-cache.ts'
import { absentState, readStateDocument } from './state-document.ts'
import { type StateReader, type StoredDocument } from './state-reader.ts'
import { type Trouble } from './trouble.ts'
import { wait } from './wait.ts'

interface StateStoreOptions {
  readonly reader: StateReader
  readonly retry: RetryLimits
  readonly random: () => number
  readonly trouble: Trouble
}

/** What is read is wanted by somebody who may leave, and who can be told that it takes longer. */
export interface ReadFor {
  readonly isEnded: boolean
  /** Called when an attempt has failed. */
  delayed(): void
}

/**
 * Reads documents until it has them: an Elasticsearch that is away is waited for, with full jitter.
 */
export class StateStore {
  readonly #options: StateStoreOptions
  readonly #closing = new AbortController()

  constructor(options: StateStoreOptions) {
    this.#options = options
  }

  /**
   * The entries of documents, read into the cache where it does not have them.
   *
   * @returns as many as places, in their order; undefined when nobody wants them any more
   */
  async entriesOf(
    cache: StateCache,
    places: readonly DocumentPlace[],
    reader: ReadFor,
  ): Promise<readonly StateEntry[] | undefined> {
    const entries = places.map((place) => cache.get(place))
    if (!entries.includes(undefined)) return entries as readonly StateEntry[]
    const missing = new Map<string, DocumentPlace>()
    for (const [at, place] of places.entries()) {
      if (entries[at] === undefined) missing.set(nameOf(place), place)
    }
    const found = await this.read([...missing.values()], reader)
    if (found === undefined) return undefined
    const read = new Map<string, StateEntry>()
    for (const [name, place] of missing) {
      const stored = found[read.size]
      const document = stored === undefined ? absentState : readStateDocument(stored.source)
      read.set(name, cache.put(place, document, stored?.length))
    }
    return entries.map((entry, at) => entry ?? entryAt(read, places[at]))
  }

  /** As many as places, in their order; undefined when nobody wants them any more. */
  async read(
    places: readonly DocumentPlace[],
    reader: ReadFor,
  ): Promise<readonly (StoredDocument | undefined)[] | undefined> {
    const { retry, random, trouble } = this.#options
    for (let attempt = 1; !this.#closing.signal.aborted; attempt += 1) {
      try {
        const found = await this.#options.reader.read(places)
        trouble.end()
        return reader.isEnded ? undefined : found
      } catch (error) {
        if (!(error instanceof PipelineError) || !error.retriable) throw error
        if (reader.isEnded) return undefined
        trouble.begin(error.message)
        reader.delayed()
        await wait(retryWaitMs(retry, attempt, random), this.#closing.signal)
      }
    }
    return undefined
  }

  /** Ends every wait; what was asked for is not given. */
  close(): void {
    this.#closing.abort()
  }
}

function entryAt(
  read: ReadonlyMap<string, StateEntry>,
  place: DocumentPlace | undefined,
): StateEntry {
  const entry = place === undefined ? undefined : read.get(nameOf(place))
  if (entry === undefined) throw new Error('a state document is used that was not read')
  return entry
}
