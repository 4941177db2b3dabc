import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { deadLetters } from '../contracts/indices/dead-letters.ts'
import { meta } from '../contracts/indices/meta.ts'
import { type Processor } from '../contracts/processor.ts'
import { connectElasticsearch, type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts' // prettier-ignore
import { createAdmin } from '../runtime/kafka/admin.ts'
import { createConsumer } from '../runtime/kafka/consumer.ts'
import { createLog } from '../runtime/log.ts'
import { useKafka } from '../test/kafka-fixture.ts'
import { startTcpProxy } from '../test/tcp-proxy.ts'
import { tinyProcessor, tinyValue } from '../test/tiny-processor.ts'
import { waitFor } from '../test/wait-for.ts'
import { identityOf } from './log-identity.ts'
import { createIndexStore } from './setup/index-store.ts'
import { createLogIdentities } from './setup/log-identities.ts'
import { metaIdOf, metaIndex } from './setup/meta.ts'
import { setUp } from './setup/setup.ts'
import { createWorker } from './worker.ts'

const url = inject('elasticsearchUrl')
const kafka = useKafka()
let client: ElasticsearchClient

beforeAll(() => {
  client = connectElasticsearch({ url, auth: undefined, ca: undefined })
})
afterAll(() => client.close())

/** A topic with its group, its indices and their meta document. */
interface Stream {
  readonly topic: string
  readonly groupId: string
  readonly processor: Processor
  readonly indexVersion: number
}

async function makeStream(partitions = 1): Promise<Stream> {
  const topic = await kafka.makeTopic(partitions)
  const processor = tinyProcessor({ topic, index: `test-${randomUUID()}`, partitions })
  const stream = { topic, processor, groupId: `test-${randomUUID()}`, indexVersion: randomInt(2, 2 ** 40) } // prettier-ignore
  await setUpIndices(stream)
  return stream
}

async function setUpIndices({ processor, indexVersion }: Stream): Promise<void> {
  const indices = [...processor.indices, deadLetters, meta]
  const store = createIndexStore(client, url)
  await setUp({ admin: kafka.admin, store }, { topics: [], indices, fold: processor, indexVersion })
}

function identitiesOf({ processor, indexVersion }: Stream, own = { client, url }) {
  return createLogIdentities({ ...own, fold: processor, indexVersion })
}

function startWorker(stream: Stream, identities = identitiesOf(stream)) {
  const worker = createWorker({
    ...stream,
    connection: kafka.connection,
    elasticsearch: { client, url },
    producer: { send: () => Promise.resolve() },
    identities,
    log: createLog({ level: 'silent', name: 'worker' }),
  })
  const stopping = new AbortController()
  const ended = worker.run(stopping.signal)
  ended.catch(() => undefined)
  const stop = () => {
    stopping.abort()
    return ended
  }
  return { worker, ended, stop }
}

/** Appends events, `each` to every partition. */
async function append({ topic, processor }: Stream, each: number, name = 'e'): Promise<void> {
  const partitions = processor.topics[0]?.partitions ?? 0
  const messages = Array.from({ length: each * partitions }, (_, at) => ({
    key: `k-${at}`,
    value: tinyValue(`${name}-${at}`),
    partition: at % partitions,
  }))
  await kafka.append(topic, messages)
}

/** Lets a worker do everything, and stops it. */
async function work(stream: Stream): Promise<void> {
  const running = startWorker(stream)
  await Promise.race([running.ended, untilCommitted(stream)])
  await running.stop()
}

/** Resolves when a worker has refused to go on; otherwise the test runs out of time. */
const refusalOf = (stream: Stream) => startWorker(stream).ended

function untilCommitted({ topic, groupId }: Stream): Promise<true> {
  return waitFor('everything to be committed', async () => {
    const ends = await kafka.admin.offsetsOf(topic)
    const commits = await kafka.admin.groupOffsets(groupId, topic)
    return ends.every(({ end }, at) => commits[at]?.offset === end) || undefined
  })
}

async function countDocuments({ processor, indexVersion }: Stream): Promise<number> {
  const index = `tally-${processor.indices[0]?.name ?? ''}-v${indexVersion}-*`
  await client.indices.refresh({ index })
  return (await client.count({ index })).count
}

async function withClient(
  work: (admin: ReturnType<typeof kafka.connection.kafka.admin>) => Promise<unknown>,
): Promise<void> {
  const admin = kafka.connection.kafka.admin()
  await admin.connect()
  await work(admin)
  await admin.disconnect()
}

/** The broker deletes a topic after it has said so, and with it what groups have committed. */
async function makeTopicAnew({ topic: name }: Stream): Promise<void> {
  await withClient((client) => client.deleteTopics({ topics: [name] }))
  const settings = { 'message.timestamp.type': 'LogAppendTime' }
  await waitFor('the topic to be made anew', async () => {
    // A new one each time: one that knows the topic fails while it is not there.
    const admin = await createAdmin(kafka.connection)
    const made = admin.createTopic({ name, partitions: 1, replicationFactor: 1, settings })
    const isNew = await made.catch(() => false)
    await admin.close()
    return isNew || undefined
  })
}

/** Commits as a member of the group. */
async function commit({ topic, groupId }: Stream, offset: number, metadata: string) {
  const member = { recordsMax: 1, sessionTimeoutMs: 30_000, random: () => 0 }
  const source = createConsumer(kafka.connection, { groupId, topics: [{ name: topic, partitions: 1 }], ...member }) // prettier-ignore
  const committed = new Promise<void>((resolve, reject) => {
    const running = source.run({
      onAssigned: ([assignment]) => {
        if (assignment !== undefined)
          source.commit(assignment, offset, metadata).then(resolve, reject)
      },
      onAssignmentsEnded: () => undefined,
      onRecords: () => undefined,
      hasRoom: () => false,
      whenRoom: () => new Promise(() => undefined),
      onAway: reject,
      onBack: () => undefined,
    })
    running.catch(reject)
  })
  await committed
  await source.close()
}

const deleteMeta = ({ indexVersion }: Stream) =>
  client.delete({ index: metaIndex, id: metaIdOf(indexVersion) })

describe('a worker', () => {
  it('says with each commit which record it was, and with which each partition begins', async () => {
    const stream = await makeStream(3)
    await append(stream, 5)

    await work(stream)

    const records = await kafka.readAll(stream.topic)
    const at = (offset: number) =>
      [0, 1, 2].map((partition) => {
        const found = records.find((record) => record.partition === partition && record.offset === offset) // prettier-ignore
        return found && identityOf(found)
      })
    const commits = await kafka.admin.groupOffsets(stream.groupId, stream.topic)
    const knownOf = await identitiesOf(stream).read()
    expect(commits.map(({ metadata }) => metadata)).toEqual(at(4))
    expect([0, 1, 2].map((partition) => knownOf({ topic: stream.topic, partition }))).toEqual(at(0))
  })

  it('goes on where the log is what it was', async () => {
    const stream = await makeStream()
    const first = startWorker(stream)
    await waitFor('the assignment', () =>
      Promise.resolve(first.worker.stats().partitions.length === 1 || undefined),
    )
    // The log has a first record only now.
    await append(stream, 5, 'a')
    await untilCommitted(stream)
    await first.stop()
    for (const name of ['b', 'c']) {
      await append(stream, 5, name)
      await work(stream)
    }

    expect(await countDocuments(stream)).toBe(15)
  })

  it('believes a commit that says nothing', async () => {
    const stream = await makeStream()
    await append(stream, 5)
    await work(stream)

    await commit(stream, 3, '')
    await work(stream)

    expect(await countDocuments(stream)).toBe(5)
  })

  it.each([0, 3, 9])('refuses a topic that was made anew, with %i records', async (count) => {
    const stream = await makeStream()
    await append(stream, 5)
    await work(stream)
    await makeTopicAnew(stream)
    if (count > 0) await append(stream, count, 'other')

    await expect(refusalOf(stream)).rejects.toMatchObject({
      code: 'log.replaced',
      message: expect.stringContaining('made anew') as unknown,
    })
  })

  it('refuses a log that does not go on with the record that was committed last', async () => {
    const stream = await makeStream()
    await append(stream, 5)
    await work(stream)
    const [, , third] = await kafka.readAll(stream.topic)
    if (third === undefined) throw new Error('there are five')

    await commit(stream, 3, identityOf({ ...third, value: Buffer.from('another') }))

    await expect(refusalOf(stream)).rejects.toMatchObject({ code: 'log.replaced' })
  })

  it('refuses an Elasticsearch that was emptied; without its group it fills it again', async () => {
    const stream = await makeStream()
    await append(stream, 5)
    await work(stream)
    await client.indices.delete({ index: `tally-${stream.processor.indices[0]?.name ?? ''}-v${stream.indexVersion}-2026.11` }) // prettier-ignore
    await deleteMeta(stream)

    await expect(refusalOf(stream)).rejects.toMatchObject({ code: 'index.replaced' })
    await setUpIndices(stream)
    await expect(refusalOf(stream)).rejects.toMatchObject({
      code: 'index.replaced',
      action: expect.stringContaining('`tally rebuild`') as unknown,
    })

    await withClient((admin) => admin.deleteGroups([stream.groupId]))
    await work(stream)
    expect(await countDocuments(stream)).toBe(5)
  })

  it('refuses indices that became those of another version of the processor', async () => {
    const stream = await makeStream()
    await append(stream, 5)
    await work(stream)
    const id = metaIdOf(stream.indexVersion)
    await client.update({ index: metaIndex, id, doc: { processor: { version: 2 } } })

    await expect(refusalOf(stream)).rejects.toMatchObject({
      code: 'setup.differs',
      message: expect.stringContaining('processor is "tiny version 2"') as unknown,
    })
  })

  it('waits for an Elasticsearch that cannot be asked', async () => {
    const stream = await makeStream()
    await append(stream, 5)
    const { hostname, port } = new URL(url)
    const proxy = await startTcpProxy({ host: hostname, port: Number(port) })
    await proxy.cut()
    const address = `http://127.0.0.1:${proxy.port}`
    const own = connectElasticsearch({ url: address, auth: undefined, ca: undefined })

    const running = startWorker(stream, identitiesOf(stream, { client: own, url: address }))
    const [trouble] = await waitFor('the worker to say so', () => {
      const { troubles } = running.worker.stats()
      return Promise.resolve(troubles.length > 0 ? troubles : undefined)
    })
    await proxy.mend()
    await untilCommitted(stream)

    expect(trouble?.reason).toContain(`Elasticsearch at ${address} did not`)
    expect(running.worker.stats().troubles).toEqual([])
    await running.stop()
    await own.close()
    await proxy.cut()
  })
})
