import { firstIndexVersion, indices, topics } from '../contracts/catalogue.ts'
import { bankProcessor, defaultFoldSettings } from '../enrich/bank.ts'
import { describeFinding, type Finding } from '../ingest/setup/finding.ts'
import { createIndexStore } from '../ingest/setup/index-store.ts'
import { setUp } from '../ingest/setup/setup.ts'
import { connectElasticsearch } from '../runtime/elasticsearch/connection.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { type Log } from '../runtime/log.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type Servers } from './servers.ts'

/** Makes what is missing of topics, templates and meta document, and tells what was found. */
export async function setUpServers(
  { kafka, elasticsearch }: Servers,
  log: Log,
): Promise<readonly Finding[]> {
  const client = connectElasticsearch(elasticsearch)
  const admin = await createAdmin(connectKafka(kafka, { clientId: 'tally-setup', log }))
  try {
    const store = createIndexStore(client, elasticsearch.url)
    const fold = bankProcessor(defaultFoldSettings)
    return await setUp({ admin, store }, { topics, indices, fold, indexVersion: firstIndexVersion })
  } finally {
    await Promise.all([client.close(), admin.close()])
  }
}

/**
 * The same, for what cannot go on over a difference.
 *
 * @throws PipelineError `setup.differs` with every difference.
 */
export async function requireSetUp(servers: Servers, log: Log): Promise<void> {
  const findings = await setUpServers(servers, log)
  const different = findings.filter(({ outcome }) => outcome === 'differs')
  if (different.length === 0) return
  throw new PipelineError({
    code: 'setup.differs',
    message: `The servers are not as this version needs them:\n${different.map(describeFinding).join('\n')}`,
    action: 'Do what each line says, then start again.',
  })
}
