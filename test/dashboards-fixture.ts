import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aliasOf, type IndexDefinition } from '../contracts/index-definition.ts'
import { activity } from '../contracts/indices/activity.ts'
import { customerEvents } from '../contracts/indices/customer-events.ts'
import { customers } from '../contracts/indices/customers.ts'
import { deadLetters } from '../contracts/indices/dead-letters.ts'
import { opsWorkers } from '../contracts/indices/ops-workers.ts'
import { transactions } from '../contracts/indices/transactions.ts'
import { templateOf } from '../contracts/mapping.ts'
import { readSavedObjects } from '../dashboards/build.ts'
import { toNdjson } from '../dashboards/saved-object.ts'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../runtime/elasticsearch/connection.ts'
import { type Preview, startPreview } from '../web/preview/server.ts'
import { dashboardDocuments, type Documents } from './dashboard-figures/documents.ts'

/** The committed dashboards over documents of their own, beside whatever other tests write. */
export interface DashboardsFixture {
  readonly documents: Documents
  readonly preview: Preview
  close(): Promise<void>
}

const definitions = [transactions, customers, deadLetters, opsWorkers, customerEvents, activity]

/** @param name of the test, for the names of indices */
export async function startDashboardsFixture(
  elasticsearchUrl: string,
  name: string,
): Promise<DashboardsFixture> {
  const elasticsearch = { url: elasticsearchUrl, auth: undefined, ca: undefined }
  const client = connectElasticsearch(elasticsearch)
  const suffix = `-${name}-${process.pid}`
  const documents = dashboardDocuments(Date.now())
  const byAlias = new Map<string, readonly object[]>([
    [aliasOf(transactions), documents.transactions],
    [aliasOf(customers), documents.customers],
    [aliasOf(deadLetters), documents.deadLetters],
    [aliasOf(opsWorkers), documents.workers],
  ])
  for (const definition of definitions) {
    const alias = aliasOf(definition)
    await write(client, definition, { index: alias + suffix, documents: byAlias.get(alias) ?? [] })
  }
  const savedObjectsFolder = await savedObjectsOver(suffix)
  const preview = await startPreview({
    elasticsearch,
    host: '127.0.0.1',
    port: 0,
    savedObjectsFolder,
  })
  return {
    documents,
    preview,
    async close() {
      await preview.close()
      await client.indices.delete({ index: definitions.map((one) => aliasOf(one) + suffix) })
      await client.close()
      await rm(savedObjectsFolder, { recursive: true })
    },
  }
}

async function write(
  client: ElasticsearchClient,
  definition: IndexDefinition,
  { index, documents }: { readonly index: string; readonly documents: readonly object[] },
): Promise<void> {
  const { properties } = templateOf(definition, 1).template.mappings
  await client.indices.create({
    index,
    // The contract's own type of a mapping is wider than the client's.
    mappings: { dynamic: 'strict', properties: properties as Record<string, object> },
  })
  if (documents.length === 0) return
  const operations = documents.flatMap((document) => [{ create: { _index: index } }, document])
  const { errors, items } = await client.bulk({ refresh: true, operations })
  if (errors) {
    const refused = items.find(({ create }) => create?.error !== undefined)
    throw new Error(`Elasticsearch refused made documents: ${JSON.stringify(refused)}`)
  }
}

/** The committed objects, over indices whose names end so. */
async function savedObjectsOver(suffix: string): Promise<string> {
  const aliases = definitions.map(aliasOf).join('|')
  // A dashboard may be called as an index is, `tally-customers`; it keeps its id.
  const named = new RegExp(`(?<!"id":"|#/view/)(?:${aliases})(?=[^-\\w])`, 'g')
  const folder = await mkdtemp(join(tmpdir(), 'tally-dashboards-'))
  const text = toNdjson(await readSavedObjects()).replaceAll(named, `$&${suffix}`)
  await writeFile(join(folder, 'dashboards.ndjson'), text)
  return folder
}
