import { z } from 'zod'
import { defaultFoldSettings, everyStream } from '../enrich/streams.ts'
import { createAcceptances } from '../ingest/dead-letters/acceptances.ts'
import { defaultWorkerLimits } from '../ingest/limits.ts'
import { createIndexStore, type IndexStore } from '../ingest/setup/index-store.ts'
import { metaIdOf } from '../ingest/setup/meta.ts'
import { TimingsOfInterval } from '../ingest/ops-timings.ts'
import { runUntilHandedOver } from '../ingest/run-until-handed-over.ts'
import { whenSettled } from '../ingest/version-watch.ts'
import { watchdogLimits } from '../ingest/watchdog.ts'
import { observedBy } from '../ingest/worker-observer.ts'
import { type WorkerStats } from '../ingest/worker-stats.ts'
import { createWorker } from '../ingest/worker.ts'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../runtime/elasticsearch/connection.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { createProducer } from '../runtime/kafka/producer.ts'
import { atMost } from '../runtime/lifecycle.ts'
import { createLog, type Log } from '../runtime/log.ts'
import { keepHeapSmall, workerHeapGrowthPercent } from '../runtime/small-heap.ts'
import { type Terminal } from '../runtime/terminal.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { resolveServers, type Servers } from './servers.ts'
import { requireSetUp } from './set-up-servers.ts'
import { statusLine } from './status-line.ts'
import { WorkerEndpoint } from './worker-endpoint.ts'
import { publishFigures } from './worker-figures.ts'
import { giveSignsOfLife, tellSupervisor } from './worker-messages.ts'

export const worker = defineCommand({
  flags: z.object({
    json: z.boolean().default(false).describe('One JSON object of figures a second on stdout.'),
  }),
  examples: [
    ['tally worker', 'start as many as you like: they share the partitions'],
    ['tally worker --json', 'for programs'],
  ],
  async run({ flags }, context) {
    keepHeapSmall(workerHeapGrowthPercent)
    const { terminal, signal, settings } = context
    const log = createLog({ level: settings.logLevel, name: 'worker' })
    const stopSigns = giveSignsOfLife()
    const endpoint = await WorkerEndpoint.open(settings.worker, log)
    signal.addEventListener('abort', () => {
      endpoint.enter('stopping')
    })
    try {
      if (!tellSupervisor({ url: endpoint.url })) terminal.say(`${endpoint.url}  /metrics, /health/ready`) // prettier-ignore
      await workForEachVersion({ log, context, endpoint, asJson: flags.json })
    } finally {
      stopSigns()
      await endpoint.close()
    }
    return 0
  },
})

interface Surroundings {
  readonly log: Log
  readonly context: CommandContext
  readonly endpoint: WorkerEndpoint
  readonly asJson: boolean
}

async function workForEachVersion(surroundings: Surroundings): Promise<void> {
  const { log, context, endpoint } = surroundings
  const { terminal, signal } = context
  const servers = await resolveServers(context)
  const client = connectElasticsearch(servers.elasticsearch)
  const store = createIndexStore(client, servers.elasticsearch.url)
  try {
    while (await isLive(store, signal)) {
      const indexVersion = await requireSetUp(servers, log)
      const end = await work({ ...surroundings, servers, client, indexVersion })
      if (end === 'stopped') continue
      endpoint.enter('handing-over')
      terminal.say(handedOver(indexVersion))
    }
  } finally {
    await atMost(closeMs, client.close())
  }
}

/** A server that does not answer must not keep the process. */
const closeMs = 5000

/** Waits while an index version hands over. @returns false when the command was to end meanwhile */
async function isLive(store: IndexStore, signal: AbortSignal): Promise<boolean> {
  try {
    await whenSettled(everyStream(defaultFoldSettings), { store, signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return !signal.aborted
}

interface Work extends Surroundings {
  readonly servers: Servers
  readonly client: ElasticsearchClient
  readonly indexVersion: number
}

/** Works for one index version, until the command ends or a newer one takes over. */
async function work(options: Work) {
  const { context, asJson, servers, client, indexVersion, endpoint } = options
  const { terminal, signal } = context
  const store = createIndexStore(client, servers.elasticsearch.url)
  const { worker, producer, processor, timings } = await openWorker(options)
  endpoint.show({ worker, processor, indexVersion })
  const stopPublishing = publishFigures({ ...options, worker, processor, timings })
  const ticker = setInterval(() => {
    show(worker.stats(), terminal, asJson)
  }, 1_000)
  try {
    return await runUntilHandedOver(worker, { store, indexVersion, signal })
  } finally {
    clearInterval(ticker)
    stopPublishing()
    show(worker.stats(), terminal, asJson)
    terminal.endProgress()
    await atMost(closeMs, producer.close())
  }
}

/** A worker of every stream over these servers, and the producer of its own that it uses. */
async function openWorker({ servers, client, indexVersion, log, context, endpoint }: Work) {
  const { deadLetterSharePercentMax: sharePercentMax } = context.settings
  const connection = connectKafka(servers.kafka, { clientId: 'tally-worker', log })
  const producer = await createProducer(connection)
  const { url } = servers.elasticsearch
  const processor = everyStream(defaultFoldSettings)
  const timings = new TimingsOfInterval()
  const watchdog = watchdogLimits(context.settings.worker.stallSeconds * 1000)
  const worker = createWorker({
    connection,
    elasticsearch: { client, url },
    producer,
    processor,
    indexVersion,
    groupId: metaIdOf(indexVersion),
    acceptances: createAcceptances({ client, url }),
    limits: {
      ...defaultWorkerLimits,
      breaker: { ...defaultWorkerLimits.breaker, sharePercentMax },
      watchdog,
    },
    log,
    observer: observedBy([endpoint.metrics.observer, timings]),
  })
  return { worker, producer, processor, timings }
}

function handedOver(indexVersion: number): string {
  return `Index version ${indexVersion} is handed over: this worker goes on with the next one as soon as that is live.`
}

function show(stats: WorkerStats, terminal: Terminal, asJson: boolean): void {
  if (asJson) terminal.print(JSON.stringify(stats))
  else if (terminal.isInteractive) terminal.progress(statusLine(stats))
}
