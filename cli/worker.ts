import { z } from 'zod'
import { bankProcessor, defaultFoldSettings } from '../enrich/bank.ts'
import { createIndexStore, type IndexStore } from '../ingest/setup/index-store.ts'
import { metaIdOf } from '../ingest/setup/meta.ts'
import { runUntilHandedOver } from '../ingest/run-until-handed-over.ts'
import { whenSettled } from '../ingest/version-watch.ts'
import { type WorkerStats } from '../ingest/worker-stats.ts'
import { createWorker } from '../ingest/worker.ts'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../runtime/elasticsearch/connection.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { createProducer } from '../runtime/kafka/producer.ts'
import { createLog, type Log } from '../runtime/log.ts'
import { keepHeapSmall } from '../runtime/small-heap.ts'
import { type Terminal } from '../runtime/terminal.ts'
import { type CommandContext, defineCommand } from './command.ts'
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
    keepHeapSmall()
    const { terminal, signal, settings } = context
    const servers = await resolveServers(context)
    const log = createLog({ level: settings.logLevel, name: 'worker' })
    const client = connectElasticsearch(servers.elasticsearch)
    const store = createIndexStore(client, servers.elasticsearch.url)
    try {
      while (await isLive(store, signal)) {
        const indexVersion = await requireSetUp(servers, log)
        const end = await work({ servers, client, indexVersion, log, context, asJson: flags.json })
        if (end === 'handed over') terminal.say(handedOver(indexVersion))
      }
    } finally {
      await client.close()
    }
    return 0
  },
})

/** Waits while an index version hands over. @returns false when the command was to end meanwhile */
async function isLive(store: IndexStore, signal: AbortSignal): Promise<boolean> {
  try {
    await whenSettled(bankProcessor(defaultFoldSettings), { store, signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return !signal.aborted
}

interface Work {
  readonly servers: Servers
  readonly client: ElasticsearchClient
  readonly indexVersion: number
  readonly log: Log
  readonly context: CommandContext
  readonly asJson: boolean
}

/** Works for one index version, until the command ends or a newer one takes over. */
async function work({ context, asJson, ...work }: Work) {
  const { terminal, signal } = context
  const { servers, client, indexVersion } = work
  const store = createIndexStore(client, servers.elasticsearch.url)
  const { worker, producer } = await openWorker(work)
  const ticker = setInterval(() => {
    show(worker.stats(), terminal, asJson)
  }, 1_000)
  try {
    return await runUntilHandedOver(worker, { store, indexVersion, signal })
  } finally {
    clearInterval(ticker)
    show(worker.stats(), terminal, asJson)
    terminal.endProgress()
    await producer.close()
  }
}

/** A worker of the bank's stream over these servers, and the producer of its own that it uses. */
async function openWorker({
  servers,
  client,
  indexVersion,
  log,
}: Omit<Work, 'context' | 'asJson'>) {
  const connection = connectKafka(servers.kafka, { clientId: 'tally-worker', log })
  const producer = await createProducer(connection)
  const { url } = servers.elasticsearch
  const processor = bankProcessor(defaultFoldSettings)
  const worker = createWorker({
    connection,
    elasticsearch: { client, url },
    producer,
    processor,
    indexVersion,
    groupId: metaIdOf(indexVersion),
    log,
  })
  return { worker, producer }
}

function handedOver(indexVersion: number): string {
  return `Index version ${indexVersion} is handed over: this worker goes on with the next one as soon as that is live.`
}

function show(stats: WorkerStats, terminal: Terminal, asJson: boolean): void {
  if (asJson) terminal.print(JSON.stringify(stats))
  else if (terminal.isInteractive) terminal.progress(statusLine(stats))
}
