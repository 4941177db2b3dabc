import { firstIndexVersion } from '../../contracts/catalogue.ts'
import { type IndexVersion, liveVersionOf } from '../setup/index-version.ts'
import { type Fold, metaDifferences, metaDocumentOf } from '../setup/meta.ts'

/** What a rebuild has to do, as the meta documents tell it. */
export interface RebuildPlan {
  /** Being filled already, by the fold that is wanted: an earlier rebuild was interrupted. */
  readonly resumed: IndexVersion | undefined
  /** Being filled by another fold, or overtaken: nobody will ever read them. */
  readonly abandoned: readonly IndexVersion[]
  /** Live now; undefined when Elasticsearch knows of none. */
  readonly live: IndexVersion | undefined
  /** The lowest number that no version has had. */
  readonly next: number
}

/**
 * @param versions of every processor, since they share the numbers
 * @param isAnew whether nothing is to be gone on with
 */
export function planRebuild(
  versions: readonly IndexVersion[],
  fold: Fold,
  { isAnew = false }: { readonly isAnew?: boolean } = {},
): RebuildPlan {
  const live = liveVersionOf(versions, fold)
  const building = versions.filter(
    ({ processor, state }) => processor === fold.name && state === 'building',
  )
  const resumed = building.findLast(
    ({ version, document }) =>
      !isAnew &&
      version > (live?.version ?? 0) &&
      metaDifferences(document.source, metaDocumentOf(fold, version)).length === 0,
  )
  return {
    resumed,
    abandoned: building.filter((each) => each !== resumed),
    live,
    // The first one is made by setup, at once behind the aliases.
    next: Math.max(firstIndexVersion, ...versions.map(({ version }) => version)) + 1,
  }
}
