import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { bankProcessor, defaultFoldSettings } from '../enrich/bank.ts'
import { requireSetUp } from '../cli/set-up-servers.ts'
import { createGenerator } from '../generator/generate.ts'
import { fingerprintOfRun, planRun } from '../generator/run-plan.ts'
import { Scenario } from '../generator/scenarios/scenario.ts'
import { KafkaSink } from '../generator/sinks/kafka.ts'
import { trafficOf } from '../generator/traffic.ts'
import { createLogIdentities } from '../ingest/setup/log-identities.ts'
import { createWorker } from '../ingest/worker.ts'
import { connectElasticsearch } from '../runtime/elasticsearch/connection.ts'
import { connectKafka, type KafkaConnection } from '../runtime/kafka/connection.ts'
import { createProducer } from '../runtime/kafka/producer.ts'
import { createLog } from '../runtime/log.ts'
import { PipelineError } from '../runtime/problem.ts'
import { systemClock } from '../cli/clock.ts'
import { openBenchStack, serversOf } from './bench-stack.ts'
import { bulkShapes, sendRawBulk } from './raw-bulk.ts'
import { startRecordingProxy } from './recording-proxy.ts'
import { formatSpread, spreadOf } from './spread.ts'

const eventCount = 300_000
const runs = 3
const log = createLog({ level: 'warn', name: 'bench' })

/**
 * How fast does one worker drain a backlog, beside Elasticsearch fed with the same requests?
 *
 * The backlog is the demo's history. The worker's own requests are recorded once; then draining and
 * raw `_bulk` take turns, so that a machine that slows down slows both. Raw is the best of several
 * shapes, with Kafka idle.
 */
export async function benchThroughput(say: (text: string) => void): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'tally-bench-'))
  const stack = await openBenchStack(folder, say)
  try {
    const servers = serversOf(stack)
    await requireSetUp(servers, log)
    const connection = connectKafka(servers.kafka, { clientId: 'tally-bench', log })
    say(`appending ${eventCount.toLocaleString('en')} events`)
    await fillTopic(connection)
    const proxy = await startRecordingProxy(servers.elasticsearch.url)
    await drain(connection, proxy.url, 'bench-recording')
    const operations = proxy.operations()
    await proxy.close()
    return await compare({ connection, url: servers.elasticsearch.url, operations, say })
  } finally {
    await stack.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Comparison {
  readonly connection: KafkaConnection
  readonly url: string
  readonly operations: readonly string[]
  readonly say: (text: string) => void
}

async function compare({ connection, url, operations, say }: Comparison): Promise<object> {
  const drained: number[] = []
  const raw: number[] = []
  for (let run = 1; run <= runs; run += 1) {
    await deleteIndices(url)
    drained.push(await drain(connection, url, `bench-${run}`))
    let best = 0
    for (const shape of bulkShapes) {
      await deleteIndices(url)
      best = Math.max(best, await sendRawBulk(url, operations, shape))
    }
    raw.push(best)
    say(`run ${run}: drained ${round(drained.at(-1))}/s, raw ${round(raw.at(-1))}/s`)
  }
  const ratios = drained.map((perSecond, run) => perSecond / (raw[run] ?? NaN))
  say(`worker   ${formatSpread(spreadOf(drained))} events/s`)
  say(`raw bulk ${formatSpread(spreadOf(raw))} documents/s`)
  say(`ratio    ${formatSpread(spreadOf(ratios), 2)}`)
  const ratio = spreadOf(ratios)
  return {
    runs,
    ratio: ratio.median,
    ratioSpread: ratio,
    eventsPerSecond: spreadOf(drained).median,
  }
}

function round(value = 0): string {
  return Math.round(value).toLocaleString('en')
}

async function fillTopic(connection: KafkaConnection): Promise<void> {
  const scenario = Scenario.parse({
    summary: 'The backlog of the benchmark.',
    history_days: 40,
    stages: [{ kind: 'constant', rate: 50 }],
  })
  const request = { scenario, seed: 1, start: Date.UTC(2026, 0, 5), events: eventCount }
  const run = planRun(request, 0)
  const producer = await createProducer(connection)
  const signal = new AbortController().signal
  const { name: topic, partitions } = bankActivity
  const sink = new KafkaSink({
    producer,
    topic,
    partitions,
    fingerprint: fingerprintOfRun(run.traffic),
    signal,
    now: systemClock.now,
    onNotice: () => undefined,
  })
  const traffic = trafficOf(run.traffic, partitions)
  const generator = createGenerator({ traffic, sink, schedule: run.schedule, clock: systemClock, signal }) // prettier-ignore
  await generator.runHistory()
  await producer.close()
}

/** Drains the topic with one worker of a new group. @returns events a second, joining excluded. */
async function drain(connection: KafkaConnection, url: string, groupId: string): Promise<number> {
  const client = connectElasticsearch({ url, auth: undefined, ca: undefined })
  const producer = await createProducer(connection)
  const processor = bankProcessor(defaultFoldSettings)
  const elasticsearch = { client, url }
  const identities = createLogIdentities({ ...elasticsearch, fold: processor, indexVersion: 1 })
  const worker = createWorker({ connection, elasticsearch, producer, processor, indexVersion: 1, groupId, identities, log }) // prettier-ignore
  const stopping = new AbortController()
  const ended = worker.run(stopping.signal)
  const seconds = await timeToEnd(() => worker.stats().outcomes)
  stopping.abort()
  await ended
  await Promise.all([producer.close(), client.close()])
  return eventCount / seconds
}

/** From the first record taken to the last one applied. */
async function timeToEnd(outcomes: () => { consumed: number; applied: number }): Promise<number> {
  let startedAt: number | undefined
  const deadline = performance.now() + 10 * 60_000
  while (performance.now() < deadline) {
    const { consumed, applied } = outcomes()
    if (consumed > 0) startedAt ??= performance.now()
    if (applied >= eventCount) return (performance.now() - (startedAt ?? 0)) / 1_000
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new PipelineError({
    code: 'kafka.unreachable',
    message: `the backlog was not drained within ten minutes: ${JSON.stringify(outcomes())}`,
    action: 'Run the benchmark on a machine that does nothing else.',
  })
}

async function deleteIndices(url: string): Promise<void> {
  const names = 'tally-transactions-v1-*,tally-customer-events-v1-*'
  const found = await fetch(`${url}/_cat/indices/${names}?h=index`)
  const indices = (await found.text()).trim().split('\n').filter(Boolean)
  for (const index of indices) await fetch(`${url}/${index}`, { method: 'DELETE' })
}
