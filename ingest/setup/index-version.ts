import { z } from 'zod'
import { versionStates } from '../../contracts/indices/meta.ts'
import { type IndexStore, type StoredDocument } from './index-store.ts'
import { type Fold, metaIndex } from './meta.ts'

/** `building` → `live` → `handing-over` → `retired`; back to `live` when nobody takes over. */
export type VersionState = (typeof versionStates)[number]

/** An index version, as its meta document tells it. */
export interface IndexVersion {
  readonly version: number
  /** Name of the processor that fills it. */
  readonly processor: string
  readonly state: VersionState
  readonly document: StoredDocument
}

const Described = z.object({
  index_version: z.number(),
  state: z.enum(versionStates),
  processor: z.object({ name: z.string() }),
})

/** What is needed of the store to know index versions, and to bring them into another state. */
export type VersionStore = Pick<IndexStore, 'findDocument' | 'allDocuments' | 'changeDocument'>

/** Undefined for a document that setup has not written. */
export function toIndexVersion(document: StoredDocument): IndexVersion | undefined {
  const { success, data } = Described.safeParse(document.source)
  if (!success) return undefined
  return {
    version: data.index_version,
    processor: data.processor.name,
    state: data.state,
    document,
  }
}

/** Every index version, also those of other processors, by number. */
export async function readIndexVersions(
  store: Pick<VersionStore, 'allDocuments'>,
): Promise<readonly IndexVersion[]> {
  const versions = (await store.allDocuments(metaIndex)).map(toIndexVersion)
  return versions.filter((version) => version !== undefined).sort((a, b) => a.version - b.version)
}

/**
 * The version that workers fill and everybody reads; undefined before the first one. It is live
 * also while it hands over. Of two live ones, the newer has taken over already.
 */
export function liveVersionOf(
  versions: readonly IndexVersion[],
  { name }: Pick<Fold, 'name'>,
): IndexVersion | undefined {
  return versions.findLast(
    ({ processor, state }) => processor === name && (state === 'live' || state === 'handing-over'),
  )
}

const mayBecome: Readonly<Record<VersionState, readonly VersionState[]>> = {
  building: ['live', 'retired'],
  live: ['handing-over', 'retired'],
  // To itself: a sign of life of the one who takes over.
  'handing-over': ['handing-over', 'live', 'retired'],
  retired: [],
}

/**
 * Brings a version into another state, unless somebody has changed its document meanwhile.
 *
 * @returns whether it is in that state now
 * @throws PipelineError of `elasticsearch.…`; Error for a step that the order of states forbids
 */
export async function moveTo(
  store: VersionStore,
  { state, version, document }: IndexVersion,
  next: VersionState,
): Promise<boolean> {
  if (!mayBecome[state].includes(next)) {
    throw new Error(`index version ${version} is ${state}, from which it cannot become ${next}`)
  }
  return await store.changeDocument(metaIndex, document, { state: next })
}
