import { randomInt, randomUUID } from 'node:crypto'
import { close, open } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deadLettersTopic } from '../../contracts/dead-letter.ts'
import { firstIndexVersion } from '../../contracts/catalogue.ts'
import { templateNameOf } from '../../contracts/index-definition.ts'
import { deadLetters } from '../../contracts/indices/dead-letters.ts'
import { meta } from '../../contracts/indices/meta.ts'
import { createIndexStore } from '../../ingest/setup/index-store.ts'
import { setUpMeta } from '../../ingest/setup/meta.ts'
import { templateOf } from '../../contracts/mapping.ts'
import { sourceOfTruth } from '../../contracts/topic.ts'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../../runtime/elasticsearch/connection.ts'
import { createAdmin, type KafkaAdmin } from '../../runtime/kafka/admin.ts'
import { connectKafka, type KafkaConnection } from '../../runtime/kafka/connection.ts'
import { createProducer } from '../../runtime/kafka/producer.ts'
import { createLog } from '../../runtime/log.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { pollUntil } from '../../stack/poll.ts'
import { countingIndices, countingProcessor } from '../counting-processor.ts'
import { Chance } from '../simulation/chance.ts'
import { type TestStack } from '../test-stack.ts'
import { ChaosAgent, type Deed } from './agent.ts'
import { judge, type Judgement } from './judgement.ts'
import { loadMessages, sendLoad } from './load.ts'
import { type Action, planChaos } from './plan.ts'
import { type CrewRecord, WorkerCrew } from './worker-crew.ts'
import { type WorkerTask } from './worker-task.ts'

export interface RoundOptions {
  /** Of the load, the plan and the choice of whom it hits. */
  readonly seed: number
  /** Its servers get killed, so nobody else may use it. */
  readonly stack: TestStack
  /** Compiled program of a worker. */
  readonly entry: string
  readonly loadMs: number
  /** Instead of the plan of the seed. */
  readonly plan?: readonly Action[]
  readonly signal?: AbortSignal
}

/** What a round has done and found. */
export interface RoundReport {
  readonly seed: number
  readonly seconds: number
  readonly deeds: readonly Deed[]
  readonly crew: CrewRecord
  /** Consumed records without an end when everything had been committed. */
  readonly inFlight: number
  readonly judgement: Judgement
  /** Nothing missing, unexpected or different; each record one outcome; and no worker crashed. */
  readonly ok: boolean
}

const perSecond = 200
const partitions = 6
const idsMax = 8
/** The shortest that a broker allows: so a frozen worker has soon lost its partitions. */
const sessionTimeoutMs = 6000
/** For what is left when the load ends: the last session that runs out, servers that come back. */
const drainDeadlineMs = 120_000

/**
 * One round of chaos: load and disturbances together, then what is left is drained, then
 * everything is judged. No process of the round outlives it.
 *
 * @throws Error when the rest cannot be drained; the signal's reason
 */
export async function playRound(options: RoundOptions): Promise<RoundReport> {
  const { seed, stack, entry, loadMs, signal = new AbortController().signal } = options
  const begunAt = performance.now()
  const { task, connection, client } = await prepare(stack)
  const logFile = await openLog(stack, seed)
  const crew = new WorkerCrew(entry, task, logFile)
  const chance = new Chance(seed)
  const plan = options.plan ?? planChaos(chance, { loadMs, sessionTimeoutMs })
  const agent = new ChaosAgent({ crew, settings: stack.settings, chance, signal })
  try {
    const load = { topic: task.topic, durationMs: loadMs, seed, signal }
    const [acknowledged] = await Promise.all([sendAll(connection, load), agent.carryOut(plan)])
    await drain(connection, task, { crew, signal })
    const inFlight = await settle(crew, signal)
    await crew.dismissAll()
    const judgement = await judge({ connection, client, task, acknowledged })
    const seconds = Math.round((performance.now() - begunAt) / 1000)
    const report = { seed, seconds, deeds: agent.deeds, crew: crew.record, inFlight, judgement }
    return { ...report, ok: isOk(report) }
  } finally {
    await crew.end()
    await client.close()
    await promisify(close)(logFile)
  }
}

function isOk({ crew, inFlight, judgement }: Omit<RoundReport, 'ok'>): boolean {
  const { missing, unexpected, different } = judgement
  const differences = missing.length + unexpected.length + different.length
  return differences + inFlight + crew.unaccounted + crew.crashes.length === 0
}

interface Prepared {
  readonly task: WorkerTask
  readonly connection: KafkaConnection
  readonly client: ElasticsearchClient
}

/** Topics and templates of a round's own. */
async function prepare({ servers }: TestStack): Promise<Prepared> {
  const { brokers } = servers.kafka
  const { url } = servers.elasticsearch
  const log = createLog({ level: 'silent', name: 'chaos' })
  const connection = connectKafka({ brokers, ssl: undefined, sasl: undefined }, { clientId: 'chaos', log }) // prettier-ignore
  const client = connectElasticsearch({ url, auth: undefined, ca: undefined })
  const name = randomUUID()
  const task: WorkerTask = {
    brokers,
    elasticsearchUrl: url,
    topic: `test.chaos-${name}`,
    partitions,
    idsMax,
    indexVersion: randomInt(100_000, 1_000_000),
    groupId: `test-chaos-${name}`,
    sessionTimeoutMs,
  }
  await asking(connection, async (admin) => {
    const topic = { name: task.topic, partitions, settings: sourceOfTruth(1 << 20) }
    for (const each of [topic, deadLettersTopic]) {
      await admin.createTopic({ ...each, replicationFactor: 1 })
    }
  })
  const ours = [...Object.values(countingIndices), deadLetters].map((index) => [index, task.indexVersion] as const) // prettier-ignore
  for (const [definition, version] of [...ours, [meta, firstIndexVersion] as const]) {
    const template = templateOf(definition, version) as object
    await client.indices.putIndexTemplate({ name: templateNameOf(definition, version), ...template }) // prettier-ignore
  }
  await setUpMeta(createIndexStore(client, url), countingProcessor(task), {
    indexVersion: task.indexVersion,
  })
  return { task, connection, client }
}

async function openLog({ settings }: TestStack, seed: number): Promise<number> {
  const folder = join(settings.folder, 'logs')
  await mkdir(folder, { recursive: true })
  return promisify(open)(join(folder, `chaos-${seed}.log`), 'a')
}

async function sendAll(
  connection: KafkaConnection,
  { topic, durationMs, seed, signal }: { readonly topic: string; readonly durationMs: number; readonly seed: number; readonly signal: AbortSignal }, // prettier-ignore
): Promise<readonly string[]> {
  const producer = await createProducer(connection)
  // A chance of its own: what the agent does must not change what is sent.
  const messages = loadMessages(new Chance(seed + 1_000_000))
  try {
    return await sendLoad({ producer, topic, messages, perSecond, durationMs, signal })
  } finally {
    await producer.close()
  }
}

/** Waits until the group has committed everything. */
async function drain(
  connection: KafkaConnection,
  { topic, groupId }: WorkerTask,
  { crew, signal }: { readonly crew: WorkerCrew; readonly signal: AbortSignal },
): Promise<void> {
  const isDrained = () =>
    asking(connection, async (admin) => {
      const ends = await admin.offsetsOf(topic)
      const commits = await admin.groupOffsets(groupId, topic)
      return ends.every(({ end }, at) => (commits[at]?.offset ?? 0) >= end) || undefined
    }).catch((error: unknown) => {
      // Kafka may just be coming back.
      if (error instanceof PipelineError && error.retriable) return undefined
      throw error
    })
  const limits = { deadlineMs: drainDeadlineMs, intervalMs: 300, signal }
  if ((await pollUntil(isDrained, limits)) === undefined) {
    const { size, record } = crew
    throw new Error(`${size} workers did not commit everything within ${drainDeadlineMs} ms: ${JSON.stringify(record)}`) // prettier-ignore
  }
}

/** @returns what is still in flight when there is nothing left to do: 0, or a record was lost sight of */
async function settle(crew: WorkerCrew, signal: AbortSignal): Promise<number> {
  const isSettled = () => Promise.resolve(crew.inFlight === 0 || undefined)
  await pollUntil(isSettled, { deadlineMs: 20_000, signal })
  return crew.inFlight
}

async function asking<Answer>(
  connection: KafkaConnection,
  question: (admin: KafkaAdmin) => Promise<Answer>,
): Promise<Answer> {
  const admin = await createAdmin(connection)
  try {
    return await question(admin)
  } finally {
    await admin.close()
  }
}
