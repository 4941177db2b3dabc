import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { concreteIndexOf, templateNameOf } from '../../contracts/index-definition.ts'
import { deadLetters } from '../../contracts/indices/dead-letters.ts'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../../runtime/elasticsearch/connection.ts'
import {
  type AuditedPipeline,
  countingMessages,
  indexEverything,
  putTemplates,
  runAudit,
  startWorker,
} from '../../test/audited-pipeline.ts'
import { countingIndices, countingProcessor } from '../../test/counting-processor.ts'
import { useKafka } from '../../test/kafka-fixture.ts'
import { MemoryLogIdentities } from '../../test/memory-log-identities.ts'
import { Chance } from '../../test/simulation/chance.ts'
import { waitFor } from '../../test/wait-for.ts'
import { type AuditReport } from './finding.ts'
import { repair, type RepairReport } from './repair.ts'

const partitions = 3
const kafka = useKafka()
const url = inject('elasticsearchUrl')
const refresh = true
let client: ElasticsearchClient
let pipeline: AuditedPipeline

beforeAll(() => {
  client = connectElasticsearch({ url, auth: undefined, ca: undefined })
})
afterAll(() => client.close())

beforeEach(async () => {
  const indexVersion = randomInt(100_000, 1_000_000_000)
  const topic = await kafka.makeTopic(partitions)
  const processor = countingProcessor({ topic, partitions, idsMax: 8 })
  await putTemplates(client, processor, indexVersion)
  const groupId = `test-${randomUUID()}`
  const identities = new MemoryLogIdentities()
  pipeline = { kafka, client, url, processor, topic, partitions, indexVersion, groupId, identities }
  await kafka.append(topic, countingMessages(4000, { chance: new Chance(7) }))
  await indexEverything(pipeline)
}, 120_000)

const indexOf = (kind: keyof typeof countingIndices) =>
  templateNameOf(countingIndices[kind], pipeline.indexVersion)

interface Found {
  readonly _id: string
  readonly _index: string
  readonly _source: Record<string, unknown> & {
    readonly kafka: { readonly partition: number; readonly offset: number }
    readonly fold: { readonly last_offset: number }
  }
}

/** Documents of the topic, in an order that is always the same. */
async function documentsOf(index: string): Promise<readonly Found[]> {
  await client.indices.refresh({ index })
  const { hits } = await client.search({ index, size: 10_000 })
  const found = hits.hits as unknown as readonly Found[]
  const own = found.filter(({ _source }) => index !== deadLetterIndices() || isOwn(_source))
  return own.toSorted((a, b) => (a._id < b._id ? -1 : 1))
}

function isOwn(source: Found['_source']): boolean {
  return (source.kafka as { topic?: unknown }).topic === pipeline.topic
}

function deadLetterIndices(): string {
  return `${templateNameOf(deadLetters, pipeline.indexVersion)}-*`
}

/** What an audit names, without what is not the same each time. */
function namesOf({ differences }: AuditReport): readonly string[] {
  return differences.map(({ kind, of, id }) => `${kind} ${of} ${id}`).sort()
}

/** Does everything to events that somebody may do. @returns what must be named for it */
async function touchEvents(): Promise<string[]> {
  const index = indexOf('events')
  const [gone, changed, moved, refused] = await documentsOf(index)
  if (!gone || !changed || !moved || !refused) throw new Error('too few documents')
  await client.delete({ index, id: gone._id })
  await client.update({ index, id: changed._id, doc: { before: 99 } })
  await client.update({ index, id: moved._id, doc: { kafka: { offset: moved._source.kafka.offset + 1 } } }) // prettier-ignore
  await client.index({ index, id: 'forged', document: { ...gone._source, before: 1 } })
  await client.delete({ index, id: refused._id })
  await writeRefusal(refused)
  return [
    `missing events ${gone._id}`,
    `different events ${changed._id}`,
    `different events ${moved._id}`,
    `unexpected events ${moved._id}`,
    'unexpected events forged',
    `missing events ${refused._id}`,
  ]
}

/** The dead letter that a worker writes when Elasticsearch does not take a document. */
async function writeRefusal({ _source }: Found): Promise<void> {
  const time = '2026-11-21T00:00:00.000Z'
  const { partition, offset } = _source.kafka
  await client.index({
    index: concreteIndexOf(deadLetters, pipeline.indexVersion, time),
    id: `${pipeline.topic}-${partition}-${offset}`,
    document: {
      '@timestamp': time,
      error: { code: 'index-refused', message: 'for the test' },
      stage: 'index',
      kafka: { ..._source.kafka, bytes: 1 },
    },
  })
}

async function touchDeadLetters(): Promise<string[]> {
  const letters = await documentsOf(deadLetterIndices())
  const [gone, changed, model] = letters.filter(({ _source }) => _source['stage'] === 'decode')
  if (!gone || !changed || !model) throw new Error('too few documents')
  await client.delete({ index: gone._index, id: gone._id })
  await client.update({ index: changed._index, id: changed._id, doc: { error: { message: 'other' } } }) // prettier-ignore
  await client.index({ index: model._index, id: 'forged', document: model._source })
  return [
    `missing deadLetters ${gone._id}`,
    `different deadLetters ${changed._id}`,
    'unexpected deadLetters forged',
  ]
}

async function touchStates(kind: 'totals' | 'windows'): Promise<string[]> {
  const index = indexOf(kind)
  const of = kind === 'totals' ? 'readModels' : 'activities'
  const [gone, changed, stale, ahead, newer] = await documentsOf(index)
  if (!gone || !changed || !stale || !ahead || !newer) throw new Error('too few documents')
  const at = (document: Found, lastOffset: number) => ({
    ...document._source,
    fold: { ...document._source.fold, last_offset: lastOffset },
  })
  await client.delete({ index, id: gone._id })
  await client.update({ index, id: changed._id, doc: { count: 99 } })
  await client.index({ index, id: stale._id, document: at(stale, stale._source.fold.last_offset - 1) }) // prettier-ignore
  await client.index({ index, id: ahead._id, document: at(ahead, 1_000_000), version: 1_000_001, version_type: 'external' }) // prettier-ignore
  // As it should be, but of a version that no worker would ever overcome.
  await client.index({ index, id: newer._id, document: newer._source, version: 1_000_000, version_type: 'external' }) // prettier-ignore
  await client.index({ index, id: 'forged', document: at(gone, 5) })
  await client.index({ index, id: 'forged-ahead', document: at(gone, 2_000_000) })
  return [
    `missing ${of} ${gone._id}`,
    ...[changed, stale, ahead, newer].map(({ _id }) => `different ${of} ${_id}`),
    `unexpected ${of} forged`,
    `unexpected ${of} forged-ahead`,
  ]
}

function runRepair(): Promise<RepairReport> {
  const { groupId } = pipeline
  const { admin } = kafka
  return repair({ admin, groupId, client, url, audit: (mender) => runAudit(pipeline, { mender }) })
}

describe('an audit', () => {
  it('finds every document right after a run', async () => {
    const report = await runAudit(pipeline)

    const { events, applied, duplicates, deadLetters: letters } = report
    expect(report).toMatchObject({ ok: true, differences: [] })
    expect(events).toBe(4000)
    expect(events).toBe(applied + duplicates + letters)
    expect(duplicates).toBeGreaterThan(200)
    expect(letters).toBeGreaterThan(10)
    expect(report.documents).toEqual({
      events: applied,
      readModels: (await documentsOf(indexOf('totals'))).length,
      activities: (await documentsOf(indexOf('windows'))).length,
      deadLetters: letters,
    })
  }, 60_000)

  it('says how far it is to the end of each step, and stops between two readings when told to', async () => {
    const said: string[] = []
    await runAudit(pipeline, { onProgress: (step, share) => said.push(`${step} ${share}`) })
    const interruption = new AbortController()
    const reason = new Error('enough')

    const interrupted = runAudit(pipeline, {
      signal: interruption.signal,
      onProgress: (step) => {
        if (step === 'states') interruption.abort(reason)
      },
    })

    await expect(interrupted).rejects.toBe(reason)
    expect(said).toContain('events 1')
    expect(said.at(-1)).toBe('states 1')
  })

  it('names each document that somebody has touched, and repair mends them all', async () => {
    const touched = [
      ...(await touchEvents()),
      ...(await touchDeadLetters()),
      ...(await touchStates('totals')),
      ...(await touchStates('windows')),
    ]

    const found = await runAudit(pipeline)
    const repaired = await runRepair()
    await kafka.append(
      pipeline.topic,
      countingMessages(2000, { chance: new Chance(8), firstId: 4000 }),
    )
    await indexEverything(pipeline)
    const afterwards = await runAudit(pipeline)

    expect(namesOf(found)).toEqual(touched.sort())
    expect(found.ok).toBe(false)
    expect(repaired).toMatchObject({ ok: true, differences: [], repair: { refused: 0 } })
    expect(repaired.repair.written).toBeGreaterThan(10)
    expect(repaired.repair.deleted).toBeGreaterThan(5)
    // Workers go on from what was mended, so nothing was left that would stop them.
    expect(afterwards).toMatchObject({ ok: true, events: 6000, differences: [] })
  }, 120_000)

  it('judges what is newer than its ends at the offset that it contains', async () => {
    const offsets = await kafka.admin.offsetsOf(pipeline.topic)
    const ends = offsets.map(({ end }) => Math.floor(end / 2))

    const before = await runAudit(pipeline, { ends })
    const newer = (await documentsOf(indexOf('totals'))).findLast(
      ({ _source }) => _source.fold.last_offset > Math.max(...ends),
    )
    if (newer === undefined) throw new Error('too few documents')
    await client.index({ index: newer._index, id: newer._id, document: { ...newer._source, total: 0 }, version: newer._source.fold.last_offset + 1, version_type: 'external_gte', refresh }) // prettier-ignore
    const after = await runAudit(pipeline, { ends })

    expect(before).toMatchObject({ ok: true, differences: [] })
    expect(before.events).toBe(ends.reduce((sum, end) => sum + end, 0))
    expect(before.documents.readModels).toBe((await documentsOf(indexOf('totals'))).length)
    expect(before.documents.activities).toBe((await documentsOf(indexOf('windows'))).length)
    expect(namesOf(after)).toEqual([`different readModels ${newer._id}`])
  }, 60_000)

  it('is not repaired while a worker is in the group', async () => {
    const { worker, stop } = startWorker(pipeline)
    await waitFor('its partitions', () => Promise.resolve(worker.stats().partitions.length === partitions || undefined)) // prettier-ignore

    const refused = runRepair()

    await expect(refused).rejects.toMatchObject({
      code: 'repair.workers-active',
      message: `Consumer group ${pipeline.groupId} has 1 member: expected none while documents are repaired.`,
    })
    await stop()
  }, 60_000)
})

describe('an audit without read models', () => {
  it('takes the ids of events for what tells a repetition', async () => {
    const indexVersion = pipeline.indexVersion + 1
    const processor = { ...pipeline.processor, readModel: undefined }
    const alone = { ...pipeline, processor, indexVersion, groupId: `test-${randomUUID()}` }
    await putTemplates(client, processor, indexVersion)
    await indexEverything(alone)
    const { differences, ...before } = await runAudit(alone)
    await client.delete({
      index: templateNameOf(countingIndices.events, indexVersion),
      id: 'e-123',
    })
    const after = await runAudit(alone)

    expect(differences).toEqual([])
    expect(before.documents).toEqual({ events: before.applied, readModels: 0, activities: 0, deadLetters: before.deadLetters }) // prettier-ignore
    expect(before.duplicates).toBeGreaterThan(200)
    expect(namesOf(after)).toEqual(['missing events e-123'])
  }, 60_000)
})
