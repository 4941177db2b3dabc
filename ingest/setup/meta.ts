import { z } from 'zod'
import { firstIndexVersion } from '../../contracts/catalogue.ts'
import { concreteIndexOf } from '../../contracts/index-definition.ts'
import { meta, type MetaDocument } from '../../contracts/indices/meta.ts'
import { type Processor } from '../../contracts/processor.ts'
import { type Finding } from './finding.ts'
import { type IndexStore } from './index-store.ts'

/** What an index version is a function of, beside the log. */
export type Fold = Pick<Processor, 'name' | 'version' | 'settings' | 'topics'>

/** The index that holds all meta documents: it describes index versions and has none itself. */
export const metaIndex: string = concreteIndexOf(meta, firstIndexVersion, '')

/** Id of the meta document of an index version, and name of its consumer group: `tally-v1`. */
export function metaIdOf(indexVersion: number): string {
  return `tally-v${indexVersion}`
}

/** An index version that is to be there. */
export interface SetUpVersion {
  readonly indexVersion: number
  /** `live`, unless it is given: behind the aliases. `building`: filled first. */
  readonly state?: 'live' | 'building'
}

/**
 * Writes the meta document of an index version, if there is none; otherwise compares it.
 *
 * @throws PipelineError of `elasticsearch.…`.
 */
export async function setUpMeta(
  store: IndexStore,
  fold: Fold,
  { indexVersion, state = 'live' }: SetUpVersion,
): Promise<Finding> {
  const id = metaIdOf(indexVersion)
  const wanted = metaDocumentOf(fold, indexVersion, state)
  const found =
    (await store.findDocument(metaIndex, id)) ??
    // Somebody else may be quicker; then it is theirs that counts.
    ((await store.createDocument(metaIndex, id, wanted))
      ? undefined
      : await store.findDocument(metaIndex, id))
  if (found === undefined) {
    const details = [`processor ${fold.name} version ${fold.version}`]
    return { kind: 'meta document', name: id, outcome: 'made', details }
  }
  return compareMeta(id, found.source, wanted)
}

/** The document of an index version that is filled from the start of the log. */
export function metaDocumentOf(
  fold: Fold,
  indexVersion: number,
  /** `live` = it is read at once; `building` = only when it holds the whole log. */
  state: 'live' | 'building' = 'live',
): MetaDocument {
  return {
    index_version: indexVersion,
    state,
    processor: { name: fold.name, version: fold.version },
    // All of them, so that a setting that is added later cannot be forgotten here.
    settings: Object.fromEntries(
      Object.entries(fold.settings).map(([name, value]) => [toSnakeCase(name), value as unknown]),
    ),
    topics: Object.fromEntries(fold.topics.map(({ name, partitions }) => [name, { partitions }])),
  }
}

/** Field names of documents are in snake case: `first_day`. */
function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

const Comparable = z.object({
  processor: z.object({ name: z.string(), version: z.number() }),
  settings: z.record(z.string(), z.unknown()),
  topics: z.record(z.string(), z.object({ partitions: z.number() })),
})

/**
 * In which respects a meta document says something else than these workers would do. What the
 * workers add later, such as the identity of the log, is not compared.
 */
export function metaDifferences(found: unknown, wanted: MetaDocument): readonly string[] {
  const read = Comparable.safeParse(found)
  if (!read.success) return ['the document is not one that `tally setup` has written']
  const came = factsOf(read.data)
  const expected = factsOf(Comparable.parse(wanted))
  return Object.keys({ ...expected, ...came })
    .filter((name) => came[name] !== expected[name])
    .map((name) => `${name} is ${came[name] ?? absent}, expected ${expected[name] ?? absent}`)
}

const absent = 'not there'

function compareMeta(id: string, found: unknown, wanted: MetaDocument): Finding {
  const details = metaDifferences(found, wanted)
  if (details.length === 0)
    return { kind: 'meta document', name: id, outcome: 'unchanged', details }
  return {
    kind: 'meta document',
    name: id,
    outcome: 'differs',
    details,
    action: 'run `tally rebuild`, or the version and settings of tally that filled these indices',
  }
}

function factsOf({
  processor,
  settings,
  topics,
}: z.output<typeof Comparable>): Readonly<Record<string, string>> {
  const facts: [string, unknown][] = [
    ['processor', `${processor.name} version ${processor.version}`],
    ...Object.entries(settings),
    ...Object.entries(topics).map(([name, { partitions }]): [string, unknown] => [
      `partitions of ${name}`,
      partitions,
    ]),
  ]
  return Object.fromEntries(facts.map(([name, value]) => [name, JSON.stringify(value)]))
}
