import { aliasOf, type IndexDefinition } from '../../contracts/index-definition.ts'

/** One step of a request to `_aliases`; all steps of a request happen at once or not at all. */
export type AliasAction =
  | { readonly add: { readonly index: string; readonly alias: string } }
  | { readonly remove: { readonly index: string; readonly alias: string } }

/**
 * What must change for the aliases to show one index version and no other; nothing when they do.
 *
 * @param existing every index with the aliases that it is behind
 */
export function aliasActions(
  existing: ReadonlyMap<string, readonly string[]>,
  definitions: readonly IndexDefinition[],
  indexVersion: number,
): readonly AliasAction[] {
  return definitions.map(aliasOf).flatMap((alias) =>
    [...existing].flatMap(([index, aliases]): AliasAction[] => {
      const version = versionIn(index, alias)
      const isShown = aliases.includes(alias)
      if (version === undefined || isShown === (version === indexVersion)) return []
      return [isShown ? { remove: { index, alias } } : { add: { index, alias } }]
    }),
  )
}

/**
 * The version in the name of an index or template that belongs to an alias:
 * 2 in `tally-transactions-v2-2026.11`.
 */
export function versionIn(name: string, alias: string): number | undefined {
  if (!name.startsWith(`${alias}-v`)) return undefined
  const [, version] = /^(\d{1,15})(-[\d.]+)?$/.exec(name.slice(alias.length + 2)) ?? []
  return version === undefined ? undefined : Number(version)
}
