import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { deadLetters } from '../contracts/indices/dead-letters.ts'
import { templateNameOf } from '../contracts/index-definition.ts'
import { templateOf } from '../contracts/mapping.ts'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../runtime/elasticsearch/connection.ts'
import { createProducer, type OutgoingMessage, type Producer } from '../runtime/kafka/producer.ts'
import { createLog } from '../runtime/log.ts'
import { compareWithFold } from '../test/compare-with-fold.ts'
import {
  type CountingEvent,
  countingIndices,
  countingProcessor,
} from '../test/counting-processor.ts'
import { useKafka } from '../test/kafka-fixture.ts'
import { Chance } from '../test/simulation/chance.ts'
import { MemoryLogIdentities } from '../test/memory-log-identities.ts'
import { startTcpProxy, type TcpProxy } from '../test/tcp-proxy.ts'
import { waitFor } from '../test/wait-for.ts'
import { defaultWorkerLimits } from './limits.ts'
import { unaccounted } from './outcomes.ts'
import { type Worker } from './stream-worker.ts'
import { createWorker } from './worker.ts'

const partitions = 6
const idsMax = 8
const indexVersion = randomInt(100_000, 1_000_000)
const kafka = useKafka()
let client: ElasticsearchClient
let producer: Producer

beforeAll(async () => {
  const url = inject('elasticsearchUrl')
  client = connectElasticsearch({ url, auth: undefined, ca: undefined })
  producer = await createProducer(kafka.connection)
  for (const definition of [...Object.values(countingIndices), deadLetters]) {
    const template = templateOf(definition, indexVersion) as object
    await client.indices.putIndexTemplate({ name: templateNameOf(definition, indexVersion), ...template }) // prettier-ignore
  }
})

afterAll(async () => {
  await Promise.all([client.close(), producer.close()])
})

const identities = new MemoryLogIdentities()

interface RunningWorker {
  readonly worker: Worker
  readonly proxy: TcpProxy
  readonly ended: Promise<unknown>
  readonly stop: () => Promise<unknown>
}

/** A worker with a connection of its own to Elasticsearch, which can be cut. */
async function startWorker(topic: string, groupId: string): Promise<RunningWorker> {
  const target = new URL(inject('elasticsearchUrl'))
  const proxy = await startTcpProxy({ host: target.hostname, port: Number(target.port) })
  const url = `http://127.0.0.1:${proxy.port}`
  const own = connectElasticsearch({ url, auth: undefined, ca: undefined })
  const worker = createWorker({
    connection: kafka.connection,
    elasticsearch: { client: own, url },
    producer: { send: () => Promise.resolve() },
    processor: countingProcessor({ topic, partitions, idsMax }),
    indexVersion,
    groupId,
    identities,
    log: createLog({ level: 'silent', name: 'worker' }),
    limits: {
      ...defaultWorkerLimits,
      stateCache: {
        readModels: { entriesMax: 240, bytesMax: 6 << 20 },
        activities: { entriesMax: 24, bytesMax: 6 << 20 },
      },
      checkpoint: { ...defaultWorkerLimits.checkpoint, intervalMs: 200, catchUpIntervalMs: 200 },
    },
  })
  const stopping = new AbortController()
  const ended = runToTheEnd()
  return {
    worker,
    proxy,
    ended,
    stop: () => {
      stopping.abort()
      return ended
    },
  }

  /** @returns what ended it against its will */
  async function runToTheEnd(): Promise<unknown> {
    try {
      await worker.run(stopping.signal)
      return undefined
    } catch (error) {
      return error
    } finally {
      await Promise.all([own.close(), proxy.cut()])
    }
  }
}

/** Events of some hundred keys, with repetitions near and long after, and events that are late. */
function messages(count: number, chance: Chance): OutgoingMessage[] {
  const sent: { key: string; value: string }[] = []
  return Array.from({ length: count }, (_, at) => {
    const repeated = chance.isTrue(0.1) ? chance.pick(sent) : undefined
    if (repeated !== undefined) return repeated
    const lateMs = chance.isTrue(0.1) ? chance.below(5) * 3_600_000 : 0
    const timeMs = Date.UTC(2026, 0, 5) + at * 1000 - lateMs
    const event: CountingEvent = { id: `e-${at}`, timeMs, amount: 1 + chance.below(9) }
    const message = { key: `k-${chance.below(300)}`, value: JSON.stringify(event) }
    sent.push(message)
    return message
  })
}

async function append(topic: string, some: readonly OutgoingMessage[]): Promise<void> {
  for (let from = 0; from < some.length; from += 500) await producer.send(topic, some.slice(from, from + 500)) // prettier-ignore
}

/** Whether the group has committed everything. */
async function isDone(topic: string, groupId: string): Promise<true | undefined> {
  const ends = await kafka.admin.offsetsOf(topic)
  const commits = await kafka.admin.groupOffsets(groupId, topic)
  return ends.every(({ end }, partition) => (commits[partition]?.offset ?? 0) >= end) || undefined
}

describe('read models and activities on real servers', () => {
  it('are the fold of the log after workers came, went, and lost Elasticsearch amid it', async () => {
    const topic = await kafka.makeTopic(partitions)
    const groupId = `test-${randomUUID()}`
    const load = messages(9000, new Chance(3))
    await append(topic, load.slice(0, 3000))

    const first = await startWorker(topic, groupId)
    await waitFor('some to be applied', () => Promise.resolve(first.worker.stats().outcomes.applied > 500 || undefined)) // prettier-ignore
    const second = await startWorker(topic, groupId)
    const third = await startWorker(topic, groupId)
    await append(topic, load.slice(3000, 6000))
    await first.proxy.cut()
    await second.stop()
    await append(topic, load.slice(6000))
    await first.proxy.mend()
    await first.stop()
    await waitFor('everything to be committed', () => isDone(topic, groupId), {
      deadlineMs: 60_000,
    })
    const stats = third.worker.stats()
    const end = await third.stop()

    const log = await kafka.readAll(topic)
    const comparison = await compareWithFold({ client, log, partitions, idsMax, indexVersion })
    expect(comparison).toMatchObject({ missing: [], unexpected: [], different: [] })
    expect(comparison.documents).toBeGreaterThan(8000)
    expect([first, second, third].map(({ worker }) => unaccounted(worker.stats().outcomes))).toEqual([0, 0, 0]) // prettier-ignore
    expect(stats.outcomes.duplicate).toBeGreaterThan(50)
    expect(end).toBeUndefined()
  }, 180_000)
})
