import { describe, expect, it } from 'vitest'
import { connected, importShipped, shippedObjects } from '../../test/fake-kibana/connected.ts'
import { type FakeKibana } from '../../test/fake-kibana/fake-kibana.ts'
import { useFakeKibana } from '../../test/fake-kibana/use-fake-kibana.ts'
import { type SavedObject } from '../saved-object.ts'
import { compareWithKibana } from './compare.ts'
import { describeComparison } from './describe.ts'
import { readObjects } from './export.ts'

const fakes = useFakeKibana()

/** A Kibana into which everything was imported, perhaps a second space of it. */
async function startWithImport(flavour: FakeKibana['flavour'], space?: string) {
  const fake = await fakes.start({ flavour, spaces: ['bank'] })
  await importShipped(await connected(fake))
  const kibana = await connected(fake, space)
  if (space !== undefined) await importShipped(kibana)
  return { fake, kibana }
}

const flavours = ['7.10.2', '7.17.6', '8.19.1', '9.1.0'] as const
const timelionId = 'tally-bank-overview-week-over-week'

/** Those that are not the same, as they are told. */
async function differing(
  kibana: Parameters<typeof readObjects>[0],
  shipped: readonly SavedObject[] = shippedObjects,
): Promise<string[]> {
  const comparisons = compareWithKibana(shipped, await readObjects(kibana))
  return comparisons.filter(({ state }) => state !== 'same').map(describeComparison)
}

describe('compareWithKibana', () => {
  it('finds everything new in an empty Kibana', async () => {
    const fake = await fakes.start()

    const told = await differing(await connected(fake))

    expect(told).toHaveLength(shippedObjects.length)
    expect(told).toContain('new                index-pattern tally-transactions')
  })

  it.each(flavours)('finds nothing changed after an import into %s', async (flavour) => {
    const { kibana } = await startWithImport(flavour)

    expect(await differing(kibana)).toEqual([])
  })

  it('finds nothing changed in a second space, where ids are others', async () => {
    const { kibana } = await startWithImport('8.19.1', 'bank')

    expect(await differing(kibana)).toEqual([])
  })

  it.each(flavours)('tells what somebody has changed in a Kibana %s', async (flavour) => {
    const { fake: edited, kibana } = await startWithImport(flavour)
    edited.edit('visualization', timelionId, (attributes) => ({
      ...attributes,
      title: 'Mine',
      visState: String(attributes['visState']).replace('-1w', '-2w'),
    }))

    const [told, ...others] = await differing(kibana)

    expect(others).toEqual([])
    expect(told).toMatch(
      /^changed in Kibana {2}visualization \S+: title, visState\.params\.expression \(saved 2026-11-21T00:\d\d:00\.000Z\)$/,
    )
  })

  it('tells a newer definition from a change in Kibana', async () => {
    const { kibana } = await startWithImport('7.10.2')
    const newer = shippedObjects.map((object) =>
      object.id === timelionId
        ? { ...object, attributes: { ...object.attributes, title: 'Newer' } }
        : object,
    )

    expect(await differing(kibana, newer)).toEqual([
      `changed            visualization ${timelionId}: title`,
    ])
  })

  it.each<[string, (attributes: Record<string, unknown>) => Record<string, unknown>, string]>([
    ['a panel that was removed', (a) => ({ ...a, panelsJSON: JSON.stringify((JSON.parse(String(a['panelsJSON'])) as object[]).slice(1)) }), 'panelsJSON'], // prettier-ignore
    ['a filter that was added', (a) => ({ ...a, kibanaSavedObjectMeta: { searchSourceJSON: '{"query":{"query":"","language":"lucene"},"filter":[{"meta":{"key":"merchant.name"}}]}' } }), 'kibanaSavedObjectMeta.searchSourceJSON.filter'], // prettier-ignore
    ['another period', (a) => ({ ...a, timeFrom: 'now-1y' }), 'timeFrom'],
  ])('sees %s on a dashboard', async (_what, change, path) => {
    const { fake: edited, kibana } = await startWithImport('9.1.0')
    edited.edit('dashboard', 'tally-bank-overview', change)

    const [comparison] = compareWithKibana(
      shippedObjects.filter(({ id }) => id === 'tally-bank-overview'),
      await readObjects(kibana),
    )

    expect(comparison?.differences).toEqual([path])
  })

  it('sees colours that somebody has chosen, though none are shipped', async () => {
    const { fake: edited, kibana } = await startWithImport('9.1.0')
    const uiStateJSON = '{"vis":{"colors":{"Money moved":"#000"}}}'
    edited.edit('visualization', timelionId, (attributes) => ({ ...attributes, uiStateJSON }))

    const [told = ''] = await differing(kibana)

    expect(told).toContain(`visualization ${timelionId}: uiStateJSON`)
  })

  it('does not miss the list of fields that a newer Kibana keeps no more', async () => {
    const { fake: edited, kibana } = await startWithImport('9.1.0')
    edited.edit('index-pattern', 'tally-transactions', (attributes) => ({
      ...attributes,
      fields: '[]',
    }))

    expect(await differing(kibana)).toEqual([])
  })

  it('does not take what Kibana counts for a change', async () => {
    const { fake: edited, kibana } = await startWithImport('7.10.2')
    edited.edit('index-pattern', 'tally-transactions', (attributes) => ({
      ...attributes,
      fields: String(attributes['fields']).replace('"count":0', '"count":7'),
    }))

    expect(await differing(kibana)).toEqual([])
  })
})
