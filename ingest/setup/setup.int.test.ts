import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { bankActivity } from '../../contracts/events/bank-activity.ts'
import { type IndexDefinition } from '../../contracts/index-definition.ts'
import { meta } from '../../contracts/indices/meta.ts'
import { transactions } from '../../contracts/indices/transactions.ts'
import { keyword, type Fields } from '../../contracts/field.ts'
import { limits } from '../../contracts/limits.ts'
import { type Topic } from '../../contracts/topic.ts'
import { useKafka } from '../../test/kafka-fixture.ts'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../../runtime/elasticsearch/connection.ts'
import { describeFinding, type Finding } from './finding.ts'
import { createIndexStore } from './index-store.ts'
import { metaIndex } from './meta.ts'
import { setUp } from './setup.ts'

const kafka = useKafka()
let client: ElasticsearchClient

beforeAll(() => {
  client = connectElasticsearch({
    url: inject('elasticsearchUrl'),
    auth: undefined,
    ca: undefined,
  })
})
afterAll(() => client.close())

/** One topic, one monthly and one other index, all with names of their own. */
function examplePlan() {
  const name = `test-${randomUUID()}`
  const topic: Topic = { ...bankActivity, name }
  return {
    topics: [topic],
    indices: [
      { ...transactions, name: `${name}-monthly` },
      { ...transactions, name: `${name}-whole`, period: 'none' },
      meta,
    ] as readonly IndexDefinition[],
    fold: {
      name,
      version: 1,
      settings: { firstDay: limits.firstDay, futureToleranceMs: 300_000 },
      topics: [topic],
    },
    indexVersion: randomInt(2, 2 ** 40),
  }
}

type Plan = ReturnType<typeof examplePlan>

function run(plan: Plan): Promise<readonly Finding[]> {
  const store = createIndexStore(client, inject('elasticsearchUrl'))
  return setUp({ admin: kafka.admin, store }, plan)
}

/** Findings about what is the plan's own, by name; others share `tally-meta`. */
async function outcomesOf(plan: Plan): Promise<Record<string, string>> {
  const findings = (await run(plan)).filter(({ name }) => !name.startsWith('tally-meta'))
  return Object.fromEntries(findings.map(({ kind, name, outcome }) => [`${kind} ${name}`, outcome]))
}

const monthly = ({ topics: [topic], indexVersion }: Plan) =>
  `tally-${topic?.name ?? ''}-monthly-v${indexVersion}`

function withFields(plan: Plan, fields: Fields): Plan {
  const [first, ...others] = plan.indices
  if (first === undefined) throw new Error('the plan has indices')
  return { ...plan, indices: [{ ...first, fields: { ...first.fields, ...fields } }, ...others] }
}

const word = (lengthMax: number) =>
  keyword({ label: 'Word', meaning: 'A word.', example: 'a' }, { lengthMax })

describe('setup', () => {
  it('makes what is missing; a second run changes nothing', async () => {
    const plan = examplePlan()

    const first = await outcomesOf(plan)
    const second = await outcomesOf(plan)

    expect(Object.values(first)).toEqual(['made', 'made', 'made', 'made', 'made'])
    expect(Object.keys(second)).toEqual(Object.keys(first))
    expect(Object.values(second)).toEqual(Object.values(first).map(() => 'unchanged'))
  })

  it('makes what may stay empty searchable before anything is written to it', async () => {
    const plan = examplePlan()
    const [first = transactions, ...others] = plan.indices
    const alias = `tally-${first.name}`
    await run(plan)
    expect(await client.indices.existsAlias({ name: alias })).toBe(false)

    await run({ ...plan, indices: [{ ...first, mayStayEmpty: true }, ...others] })

    expect((await client.count({ index: alias })).count).toBe(0)
  })

  it('makes topics with the settings of the contract', async () => {
    const plan = examplePlan()

    await run(plan)

    const [name = ''] = plan.topics.map((topic) => topic.name)
    const found = (await kafka.admin.describeTopics([name])).get(name)
    expect(found?.partitions).toBe(6)
    for (const [setting, value] of Object.entries(bankActivity.settings)) {
      expect(`${setting}=${found?.settings.get(setting) ?? ''}`).toBe(`${setting}=${value}`)
    }
  })

  it('writes what the index version is a function of', async () => {
    const plan = examplePlan()

    await run(plan)

    const document = await client.get({ index: metaIndex, id: `tally-v${plan.indexVersion}` })
    expect(document._source).toEqual({
      index_version: plan.indexVersion,
      state: 'live',
      processor: { name: plan.fold.name, version: 1 },
      settings: { first_day: '2015-01-01', future_tolerance_ms: 300_000 },
      topics: { [plan.topics[0]?.name ?? '']: { partitions: 6 } },
    })
  })

  it('can run twice at the same time', async () => {
    const plan = examplePlan()

    const both = await Promise.all([run(plan), run(plan)])

    expect(both.flat().filter(({ outcome }) => outcome === 'differs')).toEqual([])
  })
})

describe('setup of a topic that differs', () => {
  it('reports count and settings, changes neither, and makes everything else', async () => {
    const plan = examplePlan()
    const [name = ''] = plan.topics.map((topic) => topic.name)
    const settings = { 'retention.ms': '1000' }
    await kafka.admin.createTopic({ name, partitions: 3, replicationFactor: 1, settings })

    const findings = await run(plan)

    const [topic] = findings
    expect(topic?.outcome).toBe('differs')
    expect(topic?.details).toContain('3 partitions, expected 6')
    expect(topic?.details).toContain('retention.ms=1000, expected -1')
    expect(findings.filter(({ outcome }) => outcome === 'differs')).toHaveLength(1)
    const found = (await kafka.admin.describeTopics([name])).get(name)
    expect(found?.partitions).toBe(3)
    expect(found?.settings.get('retention.ms')).toBe('1000')
  })
})

describe('setup of an index whose fields have changed', () => {
  it('updates the template while no index exists', async () => {
    const plan = withFields(examplePlan(), { word: word(10) })
    await run(plan)

    const outcomes = await outcomesOf(withFields(plan, { word: word(20) }))

    expect(outcomes[`template ${monthly(plan)}`]).toBe('updated')
  })

  it('adds a new field to the template and to the indices that exist', async () => {
    const plan = examplePlan()
    await run(plan)
    const index = `${monthly(plan)}-2026.11`
    await client.indices.create({ index })
    const grown = withFields(plan, { word: word(10) })

    const outcomes = await outcomesOf(grown)

    expect(outcomes[`template ${monthly(plan)}`]).toBe('updated')
    expect(outcomes[`index ${index}`]).toBe('updated')
    const mapping = await client.indices.getMapping({ index })
    expect(mapping[index]?.mappings.properties?.['word']).toEqual({
      type: 'keyword',
      ignore_above: 10,
    })
    expect(Object.values(await outcomesOf(grown))).not.toContain('updated')
  })

  it('reports a field of another kind, changes nothing and points at the rebuild', async () => {
    const plan = withFields(examplePlan(), { word: word(10) })
    await run(plan)
    const index = `${monthly(plan)}-2026.11`
    await client.indices.create({ index })

    const findings = await run(withFields(plan, { word: word(20) }))

    const lines = findings.filter(({ outcome }) => outcome === 'differs').map(describeFinding)
    expect(lines).toEqual(
      [`template ${monthly(plan)}`, `index ${index}`].map(
        (thing) =>
          `${thing} differs: word is keyword ignore_above=10, expected keyword ignore_above=20` +
          ' → run `tally rebuild`, which fills new indices beside these',
      ),
    )
    expect(Object.values(await outcomesOf(plan))).not.toContain('differs')
  })

  it('keeps settings that an administrator has added to the template', async () => {
    const plan = examplePlan()
    await run(plan)
    const name = monthly(plan)
    const { index_templates } = await client.indices.getIndexTemplate({ name })
    const template = index_templates[0]?.index_template
    await client.indices.putIndexTemplate({
      name,
      index_patterns: `${name}-*`,
      priority: 500,
      template: {
        ...template?.template,
        settings: { ...template?.template?.settings, 'index.codec': 'best_compression' },
      },
    })

    const unchanged = await outcomesOf(plan)
    const updated = await outcomesOf(withFields(plan, { word: word(10) }))

    expect(unchanged[`template ${name}`]).toBe('unchanged')
    expect(updated[`template ${name}`]).toBe('updated')
    const after = await client.indices.getIndexTemplate({ name })
    const settings = after.index_templates[0]?.index_template.template?.settings
    expect(JSON.stringify(settings)).toContain('best_compression')
  })
})

describe('setup with another processor', () => {
  it('reports what the indices were filled by', async () => {
    const plan = examplePlan()
    await run(plan)

    const findings = await run({ ...plan, fold: { ...plan.fold, version: 2 } })

    const [different] = findings.filter(({ outcome }) => outcome === 'differs')
    expect(different).toMatchObject({
      kind: 'meta document',
      details: [
        `processor is "${plan.fold.name} version 1", expected "${plan.fold.name} version 2"`,
      ],
    })
  })
})
