import { firstIndexVersion, indices, topics } from '../contracts/catalogue.ts'
import { defaultFoldSettings, everyStream } from '../enrich/streams.ts'
import { createVersionStores, finishHandover } from '../ingest/rebuild/show-version.ts'
import { type Finding, refuseDifferences } from '../ingest/setup/finding.ts'
import { type IndexStore } from '../ingest/setup/index-store.ts'
import { liveVersionOf, readIndexVersions } from '../ingest/setup/index-version.ts'
import { setUp } from '../ingest/setup/setup.ts'
import { connectElasticsearch } from '../runtime/elasticsearch/connection.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { type Log } from '../runtime/log.ts'
import { type Servers } from './servers.ts'

interface SetUp {
  readonly findings: readonly Finding[]
  /** The one that is live. */
  readonly indexVersion: number
}

/**
 * Makes what is missing of topics, templates and meta document of the live index version, which is
 * the first one where there is none yet, and tells what was found.
 */
export async function setUpServers({ kafka, elasticsearch }: Servers, log: Log): Promise<SetUp> {
  const client = connectElasticsearch(elasticsearch)
  const admin = await createAdmin(connectKafka(kafka, { clientId: 'tally-setup', log }))
  try {
    const stores = createVersionStores({ client, url: elasticsearch.url }, indices)
    const { store } = stores
    const fold = everyStream(defaultFoldSettings)
    // A rebuild may have been interrupted between its last steps.
    await finishHandover(stores, fold)
    const indexVersion = await findIndexVersion(store)
    return {
      findings: await setUp({ admin, store }, { topics, indices, fold, indexVersion }),
      indexVersion,
    }
  } finally {
    await Promise.all([client.close(), admin.close()])
  }
}

/**
 * The same, for what cannot go on over a difference.
 *
 * @returns the index version that is live
 * @throws PipelineError `setup.differs` with every difference.
 */
export async function requireSetUp(servers: Servers, log: Log): Promise<number> {
  const { findings, indexVersion } = await setUpServers(servers, log)
  refuseDifferences(findings, { servers: 'this version needs them', then: 'start again' })
  return indexVersion
}

/** The index version of the bank that is live, or the first one. */
export async function findIndexVersion(store: IndexStore): Promise<number> {
  const fold = everyStream(defaultFoldSettings)
  return liveVersionOf(await readIndexVersions(store), fold)?.version ?? firstIndexVersion
}
