import { type LogIdentities, type PartitionOfLog } from '../ingest/log-identity.ts'
import { keyOf } from '../runtime/kafka/places.ts'

/** What the indices of a test know of the log, for workers that share a group. */
export class MemoryLogIdentities implements LogIdentities {
  readonly #known = new Map<string, string>()

  read(): Promise<(of: PartitionOfLog) => string | undefined> {
    const known = new Map(this.#known)
    return Promise.resolve((of) => known.get(keyOf(of)))
  }

  remember(of: PartitionOfLog, identity: string): Promise<string> {
    const there = this.#known.get(keyOf(of)) ?? identity
    this.#known.set(keyOf(of), there)
    return Promise.resolve(there)
  }
}
