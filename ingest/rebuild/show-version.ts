import { firstIndexVersion } from '../../contracts/catalogue.ts'
import { type IndexDefinition } from '../../contracts/index-definition.ts'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { createIndexStore, type IndexStore } from '../setup/index-store.ts'
import {
  type IndexVersion,
  liveVersionOf,
  moveTo,
  readIndexVersions,
} from '../setup/index-version.ts'
import { type Fold } from '../setup/meta.ts'
import { setUpIndices } from '../setup/templates.ts'
import { aliasActions } from './alias-actions.ts'
import { type AliasStore, createAliasStore } from './alias-store.ts'

/** Where the versions of some indices are. */
export interface VersionStores {
  readonly store: IndexStore
  readonly aliases: AliasStore
  /** Those of the indices that are a function of the log. */
  readonly derived: readonly IndexDefinition[]
}

export function createVersionStores(
  { client, url }: { readonly client: ElasticsearchClient; readonly url: string },
  indices: readonly IndexDefinition[],
): VersionStores {
  const derived = indices.filter(({ nature }) => nature === 'derived')
  const aliases = createAliasStore(client, url, derived)
  return { store: createIndexStore(client, url), aliases, derived }
}

/** Indices may be born between a look and the request; only a late writer of an old version does. */
const roundsMax = 10

/**
 * Puts one index version behind the aliases and takes every other one away, in one request, so that
 * a reader sees the one or the other at any moment. Idempotent; interrupted, it is to be done again.
 */
async function showVersion(
  { store, aliases, derived: definitions }: VersionStores,
  indexVersion: number,
): Promise<void> {
  // First of all: from now on a new index of this version is born behind its alias.
  await setUpIndices(store, definitions, { indexVersion })
  await swap(aliases, definitions, indexVersion)
  await aliases.hideOtherVersions(indexVersion)
  // Once more, for what an old template has put behind an alias in between.
  await swap(aliases, definitions, indexVersion)
}

async function swap(
  aliases: AliasStore,
  definitions: readonly IndexDefinition[],
  indexVersion: number,
): Promise<void> {
  for (let round = 0; round < roundsMax; round += 1) {
    const actions = aliasActions(await aliases.aliases(), definitions, indexVersion)
    if (actions.length === 0) return
    // Refused when one of the indices was dropped in between; then it is looked at again.
    await aliases.change(actions)
  }
}

/**
 * Does what is left of a handover: shows the live version, and retires those before it. Idempotent.
 *
 * The first version was never built beside another one, so nothing is left of it.
 */
export async function finishHandover(
  stores: VersionStores,
  fold: Pick<Fold, 'name'>,
): Promise<void> {
  const versions = await readIndexVersions(stores.store)
  const live = liveVersionOf(versions, fold)
  if (live === undefined || live.version === firstIndexVersion) return
  const before = replacedBy(live, versions)
  const { aliases, derived } = stores
  const hidden = aliasActions(await aliases.aliases(), derived, live.version)
  if (before.length === 0 && hidden.length === 0) return
  await showVersion(stores, live.version)
  // Last: as long as one of them is not retired, whoever comes next does all of this again.
  for (const version of before) await moveTo(stores.store, version, 'retired')
}

/** Versions that the live one has replaced and that are not retired: the swap may be unfinished. */
export function replacedBy(
  live: IndexVersion,
  versions: readonly IndexVersion[],
): readonly IndexVersion[] {
  return versions.filter(
    ({ processor, state, version }) =>
      processor === live.processor &&
      version < live.version &&
      (state === 'live' || state === 'handing-over'),
  )
}
