import { z } from 'zod'
import { firstIndexVersion } from '../contracts/catalogue.ts'
import { bankProcessor, defaultFoldSettings } from '../enrich/bank.ts'
import { createLogIdentities } from '../ingest/setup/log-identities.ts'
import { metaIdOf } from '../ingest/setup/meta.ts'
import { type WorkerStats } from '../ingest/worker-stats.ts'
import { createWorker } from '../ingest/worker.ts'
import { connectElasticsearch } from '../runtime/elasticsearch/connection.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { createProducer } from '../runtime/kafka/producer.ts'
import { createLog, type Log } from '../runtime/log.ts'
import { type Terminal } from '../runtime/terminal.ts'
import { defineCommand } from './command.ts'
import { resolveServers, type Servers } from './servers.ts'
import { requireSetUp } from './set-up-servers.ts'
import { statusLine } from './status-line.ts'

export const worker = defineCommand({
  name: 'worker',
  summary: 'Run one stream worker, from Kafka to Elasticsearch, until Ctrl-C.',
  flags: z.object({
    json: z.boolean().default(false).describe('One JSON object of figures a second on stdout.'),
  }),
  examples: [
    ['tally worker', 'start as many as you like: they share the partitions'],
    ['tally worker --json', 'for programs'],
  ],
  async run({ flags }, context) {
    const { terminal, signal, settings } = context
    const servers = await resolveServers(context)
    const log = createLog({ level: settings.logLevel, name: 'worker' })
    await requireSetUp(servers, log)
    const { worker, close } = await openWorker(servers, log)
    const ticker = setInterval(() => {
      show(worker.stats(), terminal, flags.json)
    }, 1_000)
    try {
      await worker.run(signal)
    } finally {
      clearInterval(ticker)
      show(worker.stats(), terminal, flags.json)
      terminal.endProgress()
      await close()
    }
    return 0
  },
})

/** A worker of the bank's stream over these servers, and how to close what it uses. */
async function openWorker(servers: Servers, log: Log) {
  const connection = connectKafka(servers.kafka, { clientId: 'tally-worker', log })
  const producer = await createProducer(connection)
  const client = connectElasticsearch(servers.elasticsearch)
  const { url } = servers.elasticsearch
  const processor = bankProcessor(defaultFoldSettings)
  const indexVersion = firstIndexVersion
  const worker = createWorker({
    connection,
    elasticsearch: { client, url },
    producer,
    processor,
    indexVersion,
    groupId: metaIdOf(indexVersion),
    identities: createLogIdentities({ client, url, fold: processor, indexVersion }),
    log,
  })
  return {
    worker,
    close: async () => {
      await Promise.all([producer.close(), client.close()])
    },
  }
}

function show(stats: WorkerStats, terminal: Terminal, asJson: boolean): void {
  if (asJson) terminal.print(JSON.stringify(stats))
  else if (terminal.isInteractive) terminal.progress(statusLine(stats))
}
