import { isDeepStrictEqual } from 'node:util'
import { templateNameOf } from '../contracts/index-definition.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { type ElasticsearchClient, type estypes } from '../runtime/elasticsearch/connection.ts'
import { countingIndices } from './counting-processor.ts'
import { foldSequentially } from './simulation/sequential-fold.ts'

/** How the indices differ from the fold of the log; documents by index and id. */
export interface Comparison {
  /** How many documents there must be. */
  readonly documents: number
  readonly missing: readonly string[]
  readonly unexpected: readonly string[]
  readonly different: readonly string[]
}

interface Compared {
  readonly client: ElasticsearchClient
  /** Everything in the topic, in order within each partition. */
  readonly log: readonly LogRecord[]
  readonly partitions: number
  readonly idsMax: number
  readonly indexVersion: number
}

/** Holds every document of the counting processor's indices against the fold of the log. */
export async function compareWithFold(compared: Compared): Promise<Comparison> {
  const { client, log, partitions, idsMax, indexVersion } = compared
  const byPartition = Array.from({ length: partitions }, (_, partition) =>
    log.filter((record) => record.partition === partition),
  )
  const expected = foldSequentially(byPartition, { idsMax, indexVersion })
  const names = Object.values(countingIndices).map((each) => templateNameOf(each, indexVersion))
  return compareDocuments(expected, await readDocuments(client, names))
}

/** Holds documents against what they must be, both by index and id. */
export function compareDocuments(
  expected: ReadonlyMap<string, unknown>,
  found: ReadonlyMap<string, unknown>,
): Comparison {
  const wanted = [...expected.keys()]
  return {
    documents: expected.size,
    missing: wanted.filter((name) => !found.has(name)),
    unexpected: [...found.keys()].filter((name) => !expected.has(name)),
    different: wanted.filter(
      (name) => found.has(name) && !isDeepStrictEqual(found.get(name), expected.get(name)),
    ),
  }
}

const pageSize = 5000
const keepAlive = '1m'

/** Every document of these indices, by index and id; an index that does not exist has none. */
export async function readDocuments(
  client: ElasticsearchClient,
  index: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  const whatever = { ignore_unavailable: true, allow_no_indices: true }
  await client.indices.refresh({ index: [...index], ...whatever })
  const { id } = await client.openPointInTime({
    index: [...index],
    keep_alive: keepAlive,
    ignore_unavailable: true,
  })
  const found = new Map<string, unknown>()
  try {
    for (let page = await readPage(client, id, []); page.length > 0;) {
      for (const { _index, _id, _source } of page) found.set(`${_index}/${_id ?? ''}`, _source)
      page = await readPage(client, id, page.at(-1)?.sort ?? [])
    }
  } finally {
    await client.closePointInTime({ id })
  }
  return found
}

async function readPage(client: ElasticsearchClient, id: string, after: estypes.SortResults) {
  const { hits } = await client.search({
    pit: { id, keep_alive: keepAlive },
    size: pageSize,
    sort: '_shard_doc',
    track_total_hits: false,
    ...(after.length === 0 ? {} : { search_after: after }),
  })
  return hits.hits
}
