import { describe, expect, it } from 'vitest'
import { connected, importShipped, shippedObjects } from '../../test/fake-kibana/connected.ts'
import { type FakeKibana } from '../../test/fake-kibana/fake-kibana.ts'
import { useFakeKibana } from '../../test/fake-kibana/use-fake-kibana.ts'
import { chartOf } from '../add-chart.ts'
import { importObjects } from '../import.ts'
import { type Kibana } from './connect.ts'
import { exportObjects, readObjects } from './export.ts'
import { findMine, findOwn } from './ownership.ts'
import { toStableNdjson } from './stored-object.ts'

const fakes = useFakeKibana()

function start(flavour: FakeKibana['flavour'] = '9.1.0') {
  return fakes.start({ flavour, spaces: ['bank'] })
}

const titles = ['tally-transactions']

async function exportMine(kibana: Kibana) {
  return exportObjects(kibana, findMine(await readObjects(kibana), titles))
}

function namesOf(objects: readonly { readonly id: string }[]): string[] {
  return objects.map(({ id }) => id).sort()
}

const panelReference = {
  name: 'panel_0',
  type: 'visualization',
  id: 'tally-bank-overview-top-merchants',
}
const viewReference = {
  name: 'kibanaSavedObjectMeta.searchSourceJSON.index',
  type: 'index-pattern',
  id: 'tally-transactions',
}

describe('an export', () => {
  it.each(['7.10.2', '7.17.6', '8.19.1', '9.1.0'] as const)(
    'of %s that is imported again and exported again is the same, byte for byte',
    async (flavour) => {
      const first = await connected(await start(flavour))
      await importShipped(first)
      const { objects } = await exportObjects(first, [...findOwn(await readObjects(first)).values()]) // prettier-ignore
      const ndjson = toStableNdjson(objects)
      const second = await connected(await start(flavour))

      await importObjects(second, { objects, ndjson, mayWrite: () => true })

      const again = await exportObjects(second, objects)
      expect(toStableNdjson(again.objects)).toBe(ndjson)
      expect(ndjson.split('\n')).toHaveLength(shippedObjects.length + 1)
      expect(ndjson).not.toMatch(/"(updated_at|created_at|exportedCount)"/)
    },
  )

  it('tells what objects refer to and is not there', async () => {
    const fake = await start()
    fake.put({ type: 'dashboard', id: 'tally-mine-d', references: [{ ...panelReference, id: 'gone' }] }) // prettier-ignore

    const { objects, missing } = await exportMine(await connected(fake))

    expect(namesOf(objects)).toEqual(['tally-mine-d'])
    expect(missing).toEqual([{ type: 'visualization', id: 'gone' }])
  })

  it('of a proxy that shows a page is refused as no Kibana', async () => {
    const fake = await start()
    fake.instead.set('/api/saved_objects/_export', { status: 200, body: '<html>' })

    await expect(readObjects(await connected(fake))).rejects.toThrow('is not Kibana')
  })
})

describe('what analysts have made', () => {
  it.each<[string, Parameters<FakeKibana['put']>[0]]>([
    ['a chart over a shipped data view', { type: 'visualization', id: 'a', references: [viewReference] }], // prettier-ignore
    ['a Lens chart over one', { type: 'lens', id: 'b', references: [viewReference] }],
    ['a dashboard with a shipped panel', { type: 'dashboard', id: 'c', references: [panelReference] }], // prettier-ignore
    ['a copy of a shipped object', { type: 'dashboard', id: 'd', originId: 'tally-bank-overview' }],
    ['a Timelion chart that names the index', { type: 'visualization', id: 'e', attributes: { visState: '{"params":{"expression":".es(index=tally-transactions)"}}' } }], // prettier-ignore
    ['a chart that was added', { ...chartOf('My chart', '.static(1)') }],
  ])('is %s', async (_what, object) => {
    const fake = await start()
    await importShipped(await connected(fake))
    fake.put(object)

    const found = findMine(await readObjects(await connected(fake)), titles)

    expect(namesOf(found)).toEqual([object.id])
  })

  it('is also the dashboard around it', async () => {
    const fake = await start()
    await importShipped(await connected(fake))
    fake.put({ type: 'dashboard', id: 'mine', references: [{ ...panelReference, id: 'chart' }] })
    fake.put({ type: 'visualization', id: 'chart', references: [viewReference] })

    const { objects } = await exportMine(await connected(fake))

    expect(namesOf(objects)).toEqual(['chart', 'mine', 'tally-transactions'])
  })

  it.each<[string, Parameters<FakeKibana['put']>[0]]>([
    ['what has nothing to do with it', { type: 'visualization', id: 'x', attributes: { visState: '{"params":{"expression":".es(index=logs)"}}' } }], // prettier-ignore
    ['an index whose name only begins alike', { type: 'index-pattern', id: 'y', attributes: { title: 'tally-transactionsx' } }], // prettier-ignore
  ])('is not %s', async (_what, object) => {
    const fake = await start()
    await importShipped(await connected(fake))
    fake.put(object)

    expect(findMine(await readObjects(await connected(fake)), titles)).toEqual([])
  })

  it('is each of several copies of one object', async () => {
    const fake = await start()
    fake.put({ type: 'dashboard', id: 'one', originId: 'tally-bank-overview' })
    fake.put({ type: 'dashboard', id: 'two', originId: 'tally-bank-overview' })

    const objects = await readObjects(await connected(fake))

    expect(namesOf(findMine(objects, titles))).toEqual(['one', 'two'])
    expect(findOwn(objects).size).toBe(0)
  })

  it('is nothing in a second space, where the shipped objects have other ids', async () => {
    const fake = await start('8.19.1')
    await importShipped(await connected(fake))
    const second = await connected(fake, 'bank')
    await importShipped(second)

    const objects = await readObjects(second)

    expect(findMine(objects, titles)).toEqual([])
    expect(findOwn(objects).size).toBe(shippedObjects.length)
  })
})
