import { aliasOf, type IndexDefinition } from '../../contracts/index-definition.ts'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { askOnce } from '../../runtime/elasticsearch/failure.ts'
import { type AliasAction, versionIn } from './alias-actions.ts'

/**
 * Templates, indices and aliases of all versions of some definitions. Everything throws
 * PipelineError `elasticsearch.…`; what is not there is not missed.
 */
export interface AliasStore {
  /** Every index of any version, with the aliases that it is behind. */
  aliases(): Promise<ReadonlyMap<string, readonly string[]>>
  /** In one request, which changes nothing when one of the indices is not there any more. */
  change(actions: readonly AliasAction[]): Promise<void>
  /** Indices that are made from now on for another version than this are not behind the alias. */
  hideOtherVersions(indexVersion: number): Promise<void>
  /** Templates first, so that a late writer cannot make an index again that is gone. */
  drop(indexVersion: number): Promise<readonly string[]>
  /** Names of the indices of a version. */
  indices(indexVersion: number): Promise<readonly string[]>
  /** How many documents of an index can be searched. */
  count(index: string): Promise<number>
  deleteIndices(names: readonly string[]): Promise<void>
  /** Makes everything that was acknowledged visible to searches. */
  refresh(indexVersion: number): Promise<void>
}

interface Source {
  readonly client: ElasticsearchClient
  readonly url: string
  /** The aliases of the definitions. */
  readonly names: readonly string[]
}

const whatever = { ignore_unavailable: true, allow_no_indices: true } as const

/** The store over the official client. */
export function createAliasStore(
  client: ElasticsearchClient,
  url: string,
  definitions: readonly IndexDefinition[],
): AliasStore {
  const source: Source = { client, url, names: definitions.map(aliasOf) }
  return {
    aliases: () => aliases(source),
    async change(actions) {
      const request = { actions: actions.map((action) => ({ ...action })) }
      await ask(source, 'swap aliases', () =>
        client.indices.updateAliases(request, { ignore: [404] }),
      )
    },
    hideOtherVersions: (indexVersion) => hideOtherVersions(source, indexVersion),
    drop: (indexVersion) => drop(source, indexVersion),
    indices: (indexVersion) => indicesOf(source, indexVersion),
    async count(index) {
      const question = () => client.count({ index, ...whatever })
      return (await ask(source, `count the documents of ${index}`, question)).count
    },
    deleteIndices: (names) => deleteIndices(source, names),
    async refresh(indexVersion) {
      const index = await indicesOf(source, indexVersion)
      if (index.length === 0) return
      await ask(source, 'refresh', () => client.indices.refresh({ index, ...whatever }))
    },
  }
}

async function aliases(source: Source): Promise<ReadonlyMap<string, readonly string[]>> {
  const { client, names } = source
  const index = names.map((name) => `${name}-v*`)
  const found = await ask(source, 'tell its aliases', () => client.indices.getAlias({ index, ...whatever })) // prettier-ignore
  return new Map(Object.entries(found).map(([name, each]) => [name, Object.keys(each.aliases)]))
}

async function hideOtherVersions(source: Source, indexVersion: number): Promise<void> {
  const { client, names } = source
  for (const { name, index_template: found } of await templates(source)) {
    const { [aliasIn(name, names) ?? '']: shown, ...others } = found.template?.aliases ?? {}
    if (shown === undefined || isOfVersion(name, names, indexVersion)) continue
    const template = { ...found.template, aliases: others }
    // What Elasticsearch gives back is what it takes, though the library types the two apart.
    const request = { name, ...found, template } as object
    await ask(source, `take the index template ${name}`, () =>
      client.indices.putIndexTemplate(
        request as Parameters<typeof client.indices.putIndexTemplate>[0],
      ),
    )
  }
}

async function drop(source: Source, indexVersion: number): Promise<readonly string[]> {
  const { client, names } = source
  const found = (await templates(source)).map(({ name }) => name)
  for (const name of found.filter((each) => isOfVersion(each, names, indexVersion))) {
    await ask(source, `delete the index template ${name}`, () =>
      client.indices.deleteIndexTemplate({ name }, { ignore: [404] }),
    )
  }
  const indices = await indicesOf(source, indexVersion)
  await deleteIndices(source, indices)
  return indices
}

async function deleteIndices(source: Source, names: readonly string[]): Promise<void> {
  for (const index of names) {
    await ask(source, `delete the index ${index}`, () =>
      source.client.indices.delete({ index, ...whatever }),
    )
  }
}

async function indicesOf(source: Source, indexVersion: number): Promise<string[]> {
  const found = [...(await aliases(source)).keys()]
  return found.filter((name) => isOfVersion(name, source.names, indexVersion))
}

async function templates(source: Source) {
  const found = []
  for (const name of source.names) {
    const doing = `tell the index templates of ${name}`
    const question = () => source.client.indices.getIndexTemplate({ name: `${name}-v*` }, { ignore: [404] }) // prettier-ignore
    const answer: { index_templates?: Awaited<ReturnType<typeof question>>['index_templates'] } =
      await ask(source, doing, question)
    found.push(...(answer.index_templates ?? []))
  }
  return found
}

function isOfVersion(name: string, names: readonly string[], indexVersion: number): boolean {
  return names.some((alias) => versionIn(name, alias) === indexVersion)
}

function aliasIn(name: string, names: readonly string[]): string | undefined {
  return names.find((alias) => versionIn(name, alias) !== undefined)
}

function ask<Answer>(
  { url }: Source,
  doing: string,
  question: () => Promise<Answer>,
): Promise<Answer> {
  return askOnce(question, { url, doing })
}
