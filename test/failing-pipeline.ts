import { randomInt, randomUUID } from 'node:crypto'
import { expect, inject } from 'vitest'
import { defaultWorkerLimits, type WorkerLimits } from '../ingest/limits.ts'
import { unaccounted } from '../ingest/outcomes.ts'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../runtime/elasticsearch/connection.ts'
import {
  type AuditedPipeline,
  countingMessages,
  putTemplates,
  runAudit,
  type RunningWorker,
  startWorker,
  untilCommitted,
} from './audited-pipeline.ts'
import { countingProcessor } from './counting-processor.ts'
import { type FailingProxy, startFailingProxy } from './failing-proxy.ts'
import { type useKafka } from './kafka-fixture.ts'
import { MemoryLogIdentities } from './memory-log-identities.ts'
import { Chance } from './simulation/chance.ts'

/** Quick to try again and to commit, and a cache that keeps nothing, so that state is read all the time. */
const limits: WorkerLimits = {
  ...defaultWorkerLimits,
  retry: { firstMs: 10, longestMs: 50 },
  checkpoint: { ...defaultWorkerLimits.checkpoint, intervalMs: 100 },
  stateCache: {
    readModels: { entriesMax: 1, bytesMax: 1 },
    activities: { entriesMax: 1, bytesMax: 1 },
  },
}
/** A pipeline of one partition, whose worker reaches Elasticsearch by a proxy that fails it. */
export interface FailingPipeline {
  readonly pipeline: AuditedPipeline
  readonly proxy: FailingProxy
  readonly running: RunningWorker
  readonly close: () => Promise<void>
}

/** @param direct a client of the Elasticsearch behind the proxy */
export async function openFailingPipeline(
  kafka: ReturnType<typeof useKafka>,
  direct: ElasticsearchClient,
  { url = inject('elasticsearchUrl'), requestTimeoutMs = 400 } = {},
): Promise<FailingPipeline> {
  const topic = await kafka.makeTopic(1)
  const indexVersion = randomInt(100_000, 1_000_000_000)
  const processor = countingProcessor({ topic, partitions: 1, idsMax: 8 })
  await putTemplates(direct, processor, indexVersion)
  const pipeline: AuditedPipeline = {
    kafka,
    client: direct,
    url,
    processor,
    topic,
    partitions: 1,
    indexVersion,
    groupId: `test-${randomUUID()}`,
    identities: new MemoryLogIdentities(),
  }
  const proxy = await startFailingProxy(url)
  const settings = { url: proxy.url, auth: undefined, ca: undefined }
  const client = connectElasticsearch(settings, { requestTimeoutMs })
  const running = startWorker(pipeline, { elasticsearch: { client, url: proxy.url }, limits })
  const close = async () => {
    await running.stop().catch(() => undefined)
    await client.close()
    await proxy.close()
  }
  return { pipeline, proxy, running, close }
}

let appended = 0

/** Some events of its own, among them repetitions and late ones. */
export async function appendEvents({ kafka, topic }: AuditedPipeline, count = 60): Promise<void> {
  const chance = new Chance(appended + 1)
  await kafka.append(topic, countingMessages(count, { chance, firstId: appended }))
  appended += count
}

export async function committedOf({ kafka, topic, groupId }: AuditedPipeline): Promise<number> {
  return (await kafka.admin.groupOffsets(groupId, topic))[0]?.offset ?? 0
}

/** Everything of the log is in the indices once and has one outcome, and nothing is waited for. */
export async function expectWhole({ pipeline, running }: FailingPipeline): Promise<void> {
  await untilCommitted(pipeline)
  const report = await runAudit(pipeline)
  const { outcomes, troubles } = running.worker.stats()
  expect(report).toMatchObject({ missing: 0, unexpected: 0, different: 0 })
  expect(unaccounted(outcomes)).toBe(0)
  expect(troubles).toEqual([])
}
