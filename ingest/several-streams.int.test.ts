import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { composed } from '../contracts/composed-processor.ts'
import { templateNameOf } from '../contracts/index-definition.ts'
import { partOf } from '../contracts/processor.ts'
import { connectElasticsearch, type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts' // prettier-ignore
import {
  countingMessages,
  putTemplates,
  runAudit,
  startWorker,
  untilCommitted,
} from '../test/audited-pipeline.ts'
import { countingProcessor } from '../test/counting-processor.ts'
import { useKafka } from '../test/kafka-fixture.ts'
import { MemoryLogIdentities } from '../test/memory-log-identities.ts'
import { Chance } from '../test/simulation/chance.ts'
import { tinyProcessor, tinyValue } from '../test/tiny-processor.ts'

const partitions = 2
const tinyCount = 500
const kafka = useKafka()
const url = inject('elasticsearchUrl')
let client: ElasticsearchClient

beforeAll(() => {
  client = connectElasticsearch({ url, auth: undefined, ca: undefined })
})
afterAll(() => client.close())

describe('a worker of several streams', () => {
  it('folds each topic by its own: one with states and sums, one where events stand alone', async () => {
    const indexVersion = randomInt(100_000, 1_000_000_000)
    const [topic, tinyTopic] = [await kafka.makeTopic(partitions), await kafka.makeTopic(partitions)] // prettier-ignore
    const counting = countingProcessor({ topic, partitions, idsMax: 8 })
    const tiny = tinyProcessor({ topic: tinyTopic, index: `test-${randomUUID()}`, partitions })
    const processor = composed([counting, tiny])
    await putTemplates(client, processor, indexVersion)
    const identities = new MemoryLogIdentities()
    const groupId = `test-${randomUUID()}`
    const pipeline = { kafka, client, url, processor, topic, partitions, indexVersion, groupId, identities } // prettier-ignore
    await kafka.append(topic, countingMessages(1000, { chance: new Chance(11) }))
    await kafka.append(
      tinyTopic,
      Array.from({ length: tinyCount }, (_, at) => ({ key: `k-${at % 50}`, value: tinyValue(`t-${at}`) })), // prettier-ignore
    )

    const { stop } = startWorker(pipeline)
    await untilCommitted(pipeline)
    await untilCommitted({ ...pipeline, topic: tinyTopic })
    await stop()

    const audited = await runAudit({ ...pipeline, processor: partOf(processor, topic) })
    expect(audited).toMatchObject({ missing: 0, unexpected: 0, different: 0, events: 1000 })
    expect(audited.documents.readModels).toBeGreaterThan(100)
    const index = `${templateNameOf(tiny.indices[0] as (typeof tiny.indices)[number], indexVersion)}-*` // prettier-ignore
    await client.indices.refresh({ index })
    expect((await client.count({ index })).count).toBe(tinyCount)
  }, 90_000)
})
