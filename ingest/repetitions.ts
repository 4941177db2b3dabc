import { z } from 'zod'
import { type LogRecord } from '../contracts/processor.ts'
import { type EventIdentity, type IdMemory, recall } from './id-memory.ts'
import { type DocumentPlace } from './state-cache.ts'
import { type ReadFor, type StateStore } from './state-store.ts'

/**
 * Tells in one run whether an event was applied before (rule 7 of the protocol): by what the state of
 * its key remembers, by the records in hand, and by the event document in the store.
 */
export class Repetitions {
  readonly #store: Pick<StateStore, 'read'>
  /** Event documents that were handed to the writer and are not known to be durable, by id. */
  readonly #inHand = new Map<string, number>()

  constructor(store: Pick<StateStore, 'read'>) {
    this.#store = store
  }

  /** The event document of this record was handed to the writer. */
  take({ id }: EventIdentity, offset: number): void {
    this.#inHand.set(id, offset)
  }

  /** Event documents of records before this offset are durable, so a realtime get sees them. */
  letGo(durableOffset: number): void {
    for (const [id, offset] of this.#inHand) {
      if (offset >= durableOffset) return
      this.#inHand.delete(id)
    }
  }

  /** Undefined when only the store can tell. */
  isKnown(memory: IdMemory, identity: EventIdentity): boolean | undefined {
    const recollection = recall(memory, identity)
    if (recollection !== 'unknown') return recollection === 'duplicate'
    if (this.#inHand.has(identity.id)) return true
    return undefined
  }

  /**
   * @param place of the event document
   * @returns undefined when the run has ended
   */
  async isStored(
    place: DocumentPlace,
    record: LogRecord,
    reader: ReadFor,
  ): Promise<boolean | undefined> {
    const found = await this.#store.read([place], reader)
    if (found === undefined) return undefined
    const [stored] = found
    return stored !== undefined && isEarlier(stored.source, record)
  }
}

const Stored = z.looseObject({ kafka: z.looseObject({ partition: z.int(), offset: z.int() }) })

/** Whether an event document stands for an earlier record of the same partition. */
function isEarlier(source: unknown, { partition, offset }: LogRecord): boolean {
  const { kafka } = Stored.parse(source)
  return kafka.partition === partition && kafka.offset < offset
}
