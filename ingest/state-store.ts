import { PipelineError } from '../runtime/problem.ts'
import { retryWaitMs, type RetryLimits } from './retry-wait.ts'
import { type DocumentPlace, type StateCache } from './state-cache.ts'
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
   * Fills a cache with the documents that it does not have.
   *
   * @returns false when nobody wants them any more
   */
  async fill(
    cache: StateCache,
    wanted: Iterable<DocumentPlace>,
    reader: ReadFor,
  ): Promise<boolean> {
    const places = missingFrom(cache, wanted)
    if (places.length === 0) return true
    const found = await this.read(places, reader)
    if (found === undefined) return false
    for (const [at, place] of places.entries()) {
      const stored = found[at]
      const document = stored === undefined ? absentState : readStateDocument(stored.source)
      cache.put(place, document, stored?.length ?? 0)
    }
    return true
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

/** Each once. */
function missingFrom(cache: StateCache, wanted: Iterable<DocumentPlace>): DocumentPlace[] {
  const missing = new Map<string, DocumentPlace>()
  for (const place of wanted) {
    const name = `${place.index}/${place.id}`
    if (!missing.has(name) && !cache.has(place)) missing.set(name, place)
  }
  return [...missing.values()]
}
