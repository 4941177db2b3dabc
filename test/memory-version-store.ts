import { type MetaDocument } from '../contracts/indices/meta.ts'
import { type StoredDocument } from '../ingest/setup/index-store.ts'
import { type VersionState, type VersionStore } from '../ingest/setup/index-version.ts'
import { metaIdOf } from '../ingest/setup/meta.ts'

/** Meta documents in memory. */
export interface MemoryVersionStore extends VersionStore {
  /** Writes a document, whatever was there. */
  put(version: number, state: VersionState, processor?: string): void
  stateOf(version: number): unknown
}

export function createMemoryVersionStore(): MemoryVersionStore {
  const documents = new Map<string, StoredDocument>()
  let seqNo = 0
  const write = (id: string, source: object) => {
    documents.set(id, { id, source, seqNo: (seqNo += 1), primaryTerm: 1 })
  }
  return {
    put(version, state, processor = 'bank') {
      const source: Pick<MetaDocument, 'index_version' | 'state' | 'processor'> = {
        index_version: version,
        state,
        processor: { name: processor, version: 1 },
      }
      write(metaIdOf(version), source)
    },
    stateOf: (version) =>
      (documents.get(metaIdOf(version))?.source as { state: unknown } | undefined)?.state,
    findDocument: (_, id) => Promise.resolve(documents.get(id)),
    allDocuments: () => Promise.resolve([...documents.values()]),
    changeDocument(_, found, fields) {
      if (documents.get(found.id)?.seqNo !== found.seqNo) return Promise.resolve(false)
      write(found.id, { ...(found.source as object), ...fields })
      return Promise.resolve(true)
    },
  }
}
