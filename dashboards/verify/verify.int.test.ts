import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { activity } from '../../contracts/indices/activity.ts'
import { customerEvents } from '../../contracts/indices/customer-events.ts'
import { customers } from '../../contracts/indices/customers.ts'
import { deadLetters } from '../../contracts/indices/dead-letters.ts'
import { opsWorkers } from '../../contracts/indices/ops-workers.ts'
import { transactions } from '../../contracts/indices/transactions.ts'
import { aliasOf } from '../../contracts/index-definition.ts'
import { templateOf } from '../../contracts/mapping.ts'
import { connectElasticsearch } from '../../runtime/elasticsearch/connection.ts'
import { madeDocuments } from '../../test/made-documents.ts'
import { readSavedObjects } from '../build.ts'
import { multiSearch } from '../panels/multi-search.ts'
import { parseNdjson, type SavedObject, toNdjson } from '../saved-object.ts'
import { liveFields } from './live-fields.ts'
import { describeVerification, hasFailed } from './report.ts'
import { verifyDashboards } from './verify.ts'

const client = connectElasticsearch({ url: inject('elasticsearchUrl'), auth: undefined, ca: undefined }) // prettier-ignore
const definitions = [transactions, customers, customerEvents, activity, deadLetters, opsWorkers]
/** Beside whatever other tests write. */
const suffix = `-verified-${process.pid}`
const toMs = Date.UTC(2026, 10, 21)
const period = { fromMs: toMs - 14 * 86_400_000, toMs, zone: 'UTC' }
let text = ''

beforeAll(async () => {
  for (const definition of definitions) {
    const index = aliasOf(definition) + suffix
    const { properties } = templateOf(definition, 1).template.mappings
    await client.indices.create({
      index,
      mappings: { dynamic: 'strict', properties: properties as Record<string, object> },
    })
    const documents = madeDocuments(definition, { ...period, count: 2000 })
    const operations = documents.flatMap((document) => [{ create: { _index: index } }, document])
    const { errors } = await client.bulk({ refresh: true, operations })
    if (errors) throw new Error(`Elasticsearch refused made documents of ${index}`)
  }
  const aliases = definitions.map(aliasOf).join('|')
  text = toNdjson(await readSavedObjects()).replaceAll(
    new RegExp(`(?:${aliases})(?=[^-\\w])`, 'g'),
    `$&${suffix}`,
  )
})

afterAll(async () => {
  await client.indices.delete({ index: definitions.map((one) => aliasOf(one) + suffix) })
  await client.close()
})

function verify(objects: readonly SavedObject[], shown = period, dashboards: string[] = []) {
  return verifyDashboards(objects, {
    period: shown,
    dashboards,
    search: (requests) => multiSearch(client, requests),
    liveFields: (index) => liveFields(client, index),
    runTimelion: undefined,
    now: () => 0,
    onProgress: () => undefined,
  })
}

function objectsAfter(change: (text: string) => string): SavedObject[] {
  const changed = change(text)
  expect(changed).not.toBe(text)
  return parseNdjson(changed, 'test')
}

describe('verifyDashboards', () => {
  test('finds every committed panel whole and not empty', async () => {
    const verification = await verify(parseNdjson(text, 'test'))

    expect(describeVerification(verification).filter((line) => line.startsWith('failed'))).toEqual([]) // prettier-ignore
    expect(hasFailed(verification)).toBe(false)
    expect(verification.panels.length).toBeGreaterThan(40)
    expect(new Set(verification.panels.map(({ kind }) => kind))).toEqual(
      new Set(['area', 'heatmap', 'histogram', 'input_control_vis', 'line', 'markdown', 'metric', 'metrics', 'pie', 'search', 'table', 'timelion']), // prettier-ignore
    )
  })

  test.each<[string, (text: string) => string, string]>([
    [
      'a field that was renamed',
      (all) => all.replace('\\"field\\":\\"merchant.name\\"', '\\"field\\":\\"merchant.nam\\"'),
      'has no field merchant.nam; perhaps merchant.name is meant.',
    ],
    [
      'a field that only the index lacks',
      (all) => all.replaceAll('merchant.name', 'merchant.title'),
      `the index tally-transactions${suffix} has no field merchant.title.`,
    ],
    [
      'a field of the wrong type',
      (all) =>
        all.replace(/(sum\\",\\"schema\\":\\"metric\\",\\"params\\":{\\"field\\":\\")[\w.]+/, '$1merchant.name'), // prettier-ignore
      'sum: expected merchant.name to be a number',
    ],
    [
      'a reference to nothing',
      (all) => all.replace('"name":"panel_1","type":"visualization","id":"', '$&x'),
      'which is not in the bundle',
    ],
    [
      'a typo in an expression',
      (all) => all.replace('.lines(', '.linse('),
      '.linse() is not evaluated here; known are',
    ],
    [
      'a metric of Timelion over nothing',
      (all) => all.replace("metric='sum:transaction.amount_eur'", "metric='sum:transaction.amont_eur'"), // prettier-ignore
      'has no field transaction.amont_eur; perhaps transaction.amount_eur is meant.',
    ],
    [
      'a query over a field that is not there',
      (all) => all.replace('transaction.outcome:declined', 'transaction.outcom:declined'),
      'has no field transaction.outcom; perhaps transaction.outcome is meant.',
    ],
    [
      'a link to a dashboard that is not there',
      (all) => all.replace('#/view/tally-', '#/view/telly-'),
      'links to dashboard telly-',
    ],
    [
      'a query that Lucene cannot read',
      (all) => all.replace('transaction.outcome:declined', 'transaction.outcome:[declined'),
      'Elasticsearch refused the search: ',
    ],
  ])('says what is wrong with %s', async (_what, change, sentence) => {
    const lines = describeVerification(await verify(objectsAfter(change)))

    expect(lines.filter((line) => line.startsWith('failed: ')).join('\n')).toContain(sentence)
  })

  test('says once that an index is missing, but for panels where that is good', async () => {
    const objects = objectsAfter((all) =>
      all
        .replaceAll(`tally-ops-workers${suffix}`, 'tally-gone')
        .replaceAll(`tally-dead-letters${suffix}`, 'tally-gone-too'),
    )

    const verification = await verify(objects)

    const lines = describeVerification(verification)
    const states = new Map(verification.panels.map(({ panel, state }) => [panel, state]))
    expect(lines.filter((line) => line.startsWith('failed: '))).toEqual([
      expect.stringContaining('Elasticsearch has no index tally-gone. Run `tally setup`'),
    ])
    expect(states.get('Workers')).toBe('failed')
    expect(states.get('Latest dead letters')).toBe('may be empty')
  })

  test('calls panels empty over a period without events, but for those where that is good', async () => {
    const yearMs = 365 * 86_400_000
    const before = { ...period, fromMs: period.fromMs - yearMs, toMs: period.toMs - yearMs }

    const { panels } = await verify(parseNdjson(text, 'test'), before, ['pipeline-health'])

    const states = new Map(panels.map(({ panel, state }) => [panel, state]))
    expect(states.get('Dead letters by cause')).toBe('may be empty')
    expect(states.get('Dead letters today')).toBe('may be empty')
    expect(states.get('Workers')).toBe('failed')
    expect(panels.find(({ panel }) => panel === 'Workers')?.problems[0]?.message).toContain(
      'The panel is empty: Nothing happened in this period.',
    )
  })
})
