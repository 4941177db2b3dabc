import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { deadLetters } from '../contracts/indices/dead-letters.ts'
import { templateNameOf } from '../contracts/index-definition.ts'
import { templateOf } from '../contracts/mapping.ts'
import { type Processor } from '../contracts/processor.ts'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../runtime/elasticsearch/connection.ts'
import { createProducer, type OutgoingMessage, type Producer } from '../runtime/kafka/producer.ts'
import { createLog } from '../runtime/log.ts'
import { useKafka } from '../test/kafka-fixture.ts'
import { MemoryLogIdentities } from '../test/memory-log-identities.ts'
import { startTcpProxy } from '../test/tcp-proxy.ts'
import { tinyProcessor, tinyValue } from '../test/tiny-processor.ts'
import { waitFor } from '../test/wait-for.ts'
import { unaccounted } from './outcomes.ts'
import { type Worker } from './stream-worker.ts'
import { createWorker } from './worker.ts'

const partitions = 3
const indexVersion = 100_000 + Math.floor(Math.random() * 900_000)
const kafka = useKafka()
let client: ElasticsearchClient
let producer: Producer

beforeAll(async () => {
  client = connectElasticsearch({
    url: inject('elasticsearchUrl'),
    auth: undefined,
    ca: undefined,
  })
  producer = await createProducer(kafka.connection)
})

afterAll(async () => {
  await Promise.all([client.close(), producer.close()])
})

/** Topics, group and index of one test. */
interface Stream {
  readonly topic: string
  readonly deadLetterTopic: string
  readonly groupId: string
  readonly processor: Processor
  readonly identities: MemoryLogIdentities
}

async function makeStream(): Promise<Stream> {
  const topic = await kafka.makeTopic(partitions)
  const processor = tinyProcessor({ topic, index: `test-${randomUUID()}`, partitions })
  for (const definition of [...processor.indices, deadLetters]) {
    const template = templateOf(definition, indexVersion) as object
    await client.indices.putIndexTemplate({
      name: templateNameOf(definition, indexVersion),
      ...template,
    })
  }
  const deadLetterTopic = await kafka.makeTopic(partitions)
  const identities = new MemoryLogIdentities()
  return { topic, deadLetterTopic, groupId: `test-${randomUUID()}`, processor, identities }
}

interface RunningWorker {
  readonly worker: Worker
  readonly lines: string[]
  readonly stop: () => Promise<void>
}

function startWorker(stream: Stream, changes: { url?: string; processor?: Processor } = {}) {
  const lines: string[] = []
  const log = createLog({
    level: 'info',
    name: 'worker',
    destination: { write: (line) => lines.push(line) },
  })
  const { url = inject('elasticsearchUrl'), processor = stream.processor } = changes
  const own = connectElasticsearch({ url, auth: undefined, ca: undefined })
  const worker = createWorker({
    connection: kafka.connection,
    elasticsearch: { client: own, url },
    // Every test has dead letters of its own.
    producer: { send: (_, messages) => producer.send(stream.deadLetterTopic, messages) },
    processor,
    indexVersion,
    groupId: stream.groupId,
    identities: stream.identities,
    floorSource: { read: () => Promise.resolve([]) },
    log,
  })
  const signal = new AbortController()
  const ended = runToTheEnd()
  ended.catch(() => undefined)
  const running: RunningWorker = {
    worker,
    lines,
    stop: async () => {
      signal.abort()
      await ended
    },
  }
  return { ...running, ended }

  async function runToTheEnd(): Promise<void> {
    try {
      await worker.run(signal.signal)
    } finally {
      await own.close()
    }
  }
}

const goodMessages = (count: number, from = 0): OutgoingMessage[] =>
  Array.from({ length: count }, (_, at) => ({
    key: `k-${at % 50}`,
    value: tinyValue(`e-${from + at}`),
  }))

async function countDocuments(index: string): Promise<number> {
  await client.indices.refresh({ index, allow_no_indices: true, ignore_unavailable: true })
  const { count } = await client.count({ index, allow_no_indices: true, ignore_unavailable: true })
  return count
}

const documentsOf = ({ processor: { indices } }: Stream) =>
  countDocuments(`tally-${indices[0]?.name ?? ''}-v${indexVersion}-*`)

async function deadLetterIdsOf({ topic }: Stream): Promise<string[]> {
  const index = `tally-dead-letters-v${indexVersion}-*`
  await client.indices.refresh({ index, ignore_unavailable: true })
  const { hits } = await client.search({ index, size: 1000, ignore_unavailable: true })
  return hits.hits.map(({ _id = '' }) => _id).filter((id) => id.startsWith(topic))
}

async function isCommitted({ topic, groupId }: Stream): Promise<true | undefined> {
  const ends = await kafka.admin.offsetsOf(topic)
  const committed = await kafka.admin.groupOffsets(groupId, topic)
  const isDone = ends.every(({ partition, end }) => {
    return end === 0 || committed.find((offset) => offset.partition === partition)?.offset === end
  })
  return isDone ? true : undefined
}

const untilCommitted = (stream: Stream, deadlineMs = 30_000) =>
  waitFor('commits at the end of every partition', () => isCommitted(stream), { deadlineMs })

describe('a worker on real servers', () => {
  it('makes a document or a dead letter of every record, then commits', async () => {
    const stream = await makeStream()
    const bad: OutgoingMessage[] = [
      { key: 'k', value: null },
      { key: 'k', value: '' },
      { key: 'k', value: 'no json' },
      { key: null, value: '[]' },
      { key: 'k', value: '{"id":1}', headers: { 'content-type': 'text/plain' } },
      { key: 'k', value: Buffer.from([0xff, 0xfe, 0x00]) },
      { key: 'k', value: 'x'.repeat(900 * 1024) },
      // A date that the index refuses.
      { key: 'k', value: JSON.stringify({ id: 'no-date', time: '2026-13-45T99:99:99.999Z' }) },
    ]
    await kafka.append(stream.topic, [...goodMessages(1000), ...bad, ...goodMessages(1000, 1000)])

    const { worker, stop } = startWorker(stream)
    await untilCommitted(stream)
    await stop()

    const deadLetterIds = await deadLetterIdsOf(stream)
    const { outcomes, documents, troubles } = worker.stats()
    expect(await documentsOf(stream)).toBe(2000)
    expect(deadLetterIds).toHaveLength(bad.length)
    expect(await kafka.readAll(stream.deadLetterTopic)).toHaveLength(bad.length)
    expect(outcomes).toMatchObject({ consumed: 2008, applied: 2000, deadLettered: 8, inFlight: 0 })
    expect(documents).toEqual({ written: 2008, alreadyThere: 0 })
    expect(troubles).toEqual([])
    expect(unaccounted(outcomes)).toBe(0)
  })

  it('loses and doubles nothing when it dies and another goes on', async () => {
    const stream = await makeStream()
    await kafka.append(stream.topic, goodMessages(3000))
    let applied = 0
    const dying: Processor = {
      ...stream.processor,
      apply: (event, record) => {
        applied += 1
        if (applied > 2000) throw new TypeError('a bug in the processor')
        return stream.processor.apply(event, record)
      },
    }

    const first = startWorker(stream, { processor: dying })
    await expect(first.ended).rejects.toThrow('a bug in the processor')
    const second = startWorker(stream)
    await untilCommitted(stream, 60_000)
    await second.stop()

    expect(await documentsOf(stream)).toBe(3000)
    expect(unaccounted(second.worker.stats().outcomes)).toBe(0)
  }, 90_000)

  it('goes on where it stopped, and a stop commits everything', async () => {
    const stream = await makeStream()
    await kafka.append(stream.topic, goodMessages(500))
    const first = startWorker(stream)
    await waitFor('some documents', () => {
      return Promise.resolve(first.worker.stats().outcomes.applied === 500 ? true : undefined)
    })

    const beganAt = Date.now()
    await first.stop()
    const stoppedAfterMs = Date.now() - beganAt
    await kafka.append(stream.topic, goodMessages(500, 500))
    const second = startWorker(stream)
    await untilCommitted(stream)
    await second.stop()

    expect(stoppedAfterMs).toBeLessThan(10_000)
    expect(second.worker.stats().outcomes).toMatchObject({ consumed: 500, applied: 500 })
    expect(second.worker.stats().documents).toEqual({ written: 500, alreadyThere: 0 })
    expect(await documentsOf(stream)).toBe(1000)
  })

  it('waits for an Elasticsearch that is away, says so once, and recovers', async () => {
    const stream = await makeStream()
    const target = new URL(inject('elasticsearchUrl'))
    const proxy = await startTcpProxy({ host: target.hostname, port: Number(target.port) })
    const url = `http://127.0.0.1:${proxy.port}`
    await proxy.cut()
    await kafka.append(stream.topic, goodMessages(2000))

    const { worker, stop, lines } = startWorker(stream, { url })
    const trouble = await waitFor('the trouble to be told', () =>
      Promise.resolve(worker.stats().troubles[0]),
    )
    await waitFor('several attempts', () => {
      return Promise.resolve(worker.stats().retries['no-connection'] > 3 ? true : undefined)
    })
    await proxy.mend()
    await untilCommitted(stream)
    await stop()

    const told = lines.filter((line) => line.includes(`"waiting for Elasticsearch at ${url}"`))
    expect(trouble.what).toBe(`waiting for Elasticsearch at ${url}`)
    expect(told).toHaveLength(1)
    expect(worker.stats().troubles).toEqual([])
    expect(await documentsOf(stream)).toBe(2000)
    await proxy.cut()
  })

  it('shares the partitions with a second worker and takes them back', async () => {
    const stream = await makeStream()
    await kafka.append(stream.topic, goodMessages(2000))
    const first = startWorker(stream)
    await untilCommitted(stream)

    const second = startWorker(stream)
    await waitFor('both to have partitions', () => {
      const counts = [first, second].map(({ worker }) => worker.stats().partitions.length)
      return Promise.resolve(counts.every((count) => count > 0) ? counts : undefined)
    })
    await kafka.append(stream.topic, goodMessages(2000, 2000))
    await untilCommitted(stream)
    await second.stop()
    await kafka.append(stream.topic, goodMessages(2000, 4000))
    await untilCommitted(stream)
    await first.stop()

    expect(await documentsOf(stream)).toBe(6000)
    for (const { worker } of [first, second]) {
      expect(unaccounted(worker.stats().outcomes)).toBe(0)
    }
  })
})
