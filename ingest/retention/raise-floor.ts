import { PipelineError } from '../../runtime/problem.ts'
import { type IndexStore, type StoredDocument } from '../setup/index-store.ts'
import { liveVersionOf, readIndexVersions, type VersionStore } from '../setup/index-version.ts'
import { type Fold, metaIdOf, metaIndex } from '../setup/meta.ts'
import { fieldsOf, floorsIn, latestFloor, type RetentionFloor, type RetentionFloors } from './floors.ts' // prettier-ignore

/** How often somebody else may be quicker: workers write into the same documents. */
const attemptsMax = 100

/**
 * Raises the floor of the live index version and of one that is being filled: both must be the same
 * function of the log. A floor that is not higher changes nothing; it is never lowered.
 *
 * @throws PipelineError of `elasticsearch.…`
 */
export async function raiseFloor(
  store: VersionStore,
  fold: Pick<Fold, 'name'>,
  raised: RetentionFloor,
): Promise<void> {
  let isDone = false
  // Until a look finds nothing to do: a rebuild may begin a version meanwhile.
  for (let attempt = 0; !isDone; attempt += 1) {
    if (attempt === attemptsMax) throw contended()
    isDone = true
    const versions = await readIndexVersions(store)
    const floors = [...floorsIn(liveVersionOf(versions, fold)?.document.source ?? {}), raised]
    for (const { processor, state, document } of versions) {
      if (processor !== fold.name || state === 'retired') continue
      if (latestFloor(floorsIn(document.source)) >= raised.floor) continue
      await write(store, document, floors)
      isDone = false
    }
  }
}

/**
 * Lets an index version that is being filled have the floors of the one that it will replace.
 *
 * @returns its floors now
 * @throws PipelineError of `elasticsearch.…`
 */
export async function copyFloors(
  store: Pick<IndexStore, 'findDocument' | 'changeDocument'>,
  versions: { readonly from: number; readonly to: number },
): Promise<RetentionFloors> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const from = await store.findDocument(metaIndex, metaIdOf(versions.from))
    const to = await store.findDocument(metaIndex, metaIdOf(versions.to))
    const known = floorsIn(to?.source ?? {})
    const floors = floorsIn(from?.source ?? {})
    if (to === undefined || latestFloor(floors) <= latestFloor(known)) return known
    if (await write(store, to, floors)) return floors
  }
  throw contended()
}

function write(
  store: Pick<VersionStore, 'changeDocument'>,
  document: StoredDocument,
  floors: RetentionFloors,
): Promise<boolean> {
  return store.changeDocument(metaIndex, document, fieldsOf(floors))
}

function contended(): PipelineError {
  return new PipelineError({
    code: 'elasticsearch.unreachable',
    message: `The documents of ${metaIndex} changed ${attemptsMax} times while a floor was to be written.`,
    action: 'Look for what writes them, beside workers; then run the same command again.',
  })
}
