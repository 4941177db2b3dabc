import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transactions, type TransactionDocument } from '../contracts/indices/transactions.ts'
import { templateOf } from '../contracts/mapping.ts'
import { transactionsView } from '../dashboards/data-views.ts'
import { toNdjson } from '../dashboards/saved-object.ts'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../runtime/elasticsearch/connection.ts'
import { type Preview, startPreview } from '../web/preview/server.ts'
import { smallDashboard } from './small-dashboard.ts'

/** A preview over an index of its own, beside whatever other tests write. */
export interface PreviewFixture {
  readonly client: ElasticsearchClient
  readonly index: string
  readonly preview: Preview
  /** Another preview: over an index of another name, or an Elasticsearch elsewhere. */
  startOther(options: { index?: string; url?: string; searchTimeoutMs?: number }): Promise<Preview>
  close(): Promise<void>
}

/** Where the two weeks of the documents begin; a second later, so that none is on a boundary. */
const firstMs = Date.UTC(2026, 10, 7, 0, 0, 1)
const spanMs = 14 * 24 * 60 * 60 * 1000
const documentCount = 3000

/** Writes made transactions from 7 to 20 November 2026 and shows them. */
export async function startPreviewFixture(
  elasticsearchUrl: string,
  name: string,
): Promise<PreviewFixture> {
  const elasticsearch = { url: elasticsearchUrl, auth: undefined, ca: undefined }
  const client = connectElasticsearch(elasticsearch)
  const index = `tally-preview-${name}-${process.pid}`
  const startOther: PreviewFixture['startOther'] = async (options) =>
    startPreview({
      elasticsearch: { ...elasticsearch, url: options.url ?? elasticsearchUrl },
      host: '127.0.0.1',
      port: 0,
      savedObjectsFolder: await dashboardOver(options.index ?? index),
      searchTimeoutMs: options.searchTimeoutMs,
    })
  await writeTransactions(client, index)
  const preview = await startOther({})
  return {
    client,
    index,
    preview,
    startOther,
    async close() {
      await preview.close()
      await client.indices.delete({ index })
      await client.close()
    },
  }
}

/** The small dashboard, over another index. */
async function dashboardOver(index: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tally-preview-'))
  const text = toNdjson([transactionsView.object, ...smallDashboard.objects])
  await writeFile(join(folder, 'small.ndjson'), text.replaceAll('tally-transactions', index))
  return folder
}

async function writeTransactions(client: ElasticsearchClient, index: string): Promise<void> {
  const { properties } = templateOf(transactions, 1).template.mappings
  await client.indices.create({
    index,
    // The contract's own type of a mapping is wider than the client's.
    mappings: { dynamic: 'strict', properties: properties as Record<string, object> },
  })
  const documents = Array.from({ length: documentCount }, (_, number) => madeTransaction(number))
  const { errors } = await client.bulk({
    refresh: true,
    operations: documents.flatMap((document) => [{ create: { _index: index } }, document]),
  })
  if (errors) throw new Error('Elasticsearch refused made transactions')
}

/** Event data is hostile. */
export const hostileMerchant = '<img src=x onerror="document.title=1">'

const merchants = ['Boulangerie Morel', 'SNCF', hostileMerchant, 'Rewe', 'Fnac', 'Bäckerei Müller']

/** The same document for the same number, on every machine. */
function madeTransaction(number: number): TransactionDocument {
  const time = new Date(firstMs + ((number * 7919) % documentCount) * (spanMs / documentCount))
  const cents = 100 + ((number * 2_654_435) % 20_000)
  const merchant = Math.floor(number / 3) % merchants.length
  const outcome = number % 17 === 0 ? 'declined' : number % 41 === 0 ? 'reversed' : 'authorized'
  return {
    '@timestamp': time.toISOString(),
    event: {
      id: `e-${number}`,
      type: `bank.transaction.${outcome}.v1`,
      source: '/simulated/bank',
      recorded: time.toISOString(),
    },
    kafka: { topic: 'bank.activity', partition: 0, offset: number },
    customer: { id: `c-${number % 97}` },
    account: { id: `c-${number % 97}-1` },
    transaction: {
      id: `t-${number}`,
      outcome,
      direction: 'debit',
      channel: 'online',
      amount_minor: cents,
      currency: 'EUR',
      amount_eur_cents: cents,
      amount_eur: cents / 100,
    },
    merchant: {
      id: `m-${merchant}`,
      name: merchants[merchant] ?? '',
      mcc: '5462',
      category: 'Bakeries',
      group: 'Groceries',
    },
    place: {
      city: 'Lyon',
      country: 'FR',
      zone: 'Europe/Paris',
      location: { lat: 45.76, lon: 4.84 },
    },
    local: { hour: time.getUTCHours(), weekday: '6 Sat' },
    quality: nothingUnknown,
  }
}

const nothingUnknown: TransactionDocument['quality'] = {
  clock_skewed: false,
  rapid: false,
  unknown_account: false,
  unknown_customer: false,
  unknown_merchant: false,
  unknown_category: false,
  unknown_rate: false,
  unknown_zone: false,
}
