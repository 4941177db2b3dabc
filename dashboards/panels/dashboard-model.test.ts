import { describe, expect, test } from 'vitest'
import { smallDashboard } from '../../test/small-dashboard.ts'
import { transactionsView } from '../data-views.ts'
import { type SavedObject } from '../saved-object.ts'
import { readDashboards } from './dashboard-model.ts'

const whole = [transactionsView.object, ...smallDashboard.objects]

/** What becomes of the merchants' panel when its visualization is changed so. */
function merchantsAfter(change: (attributes: Record<string, unknown>) => object) {
  const changed = whole.map((object): SavedObject =>
    object.id === 'tally-small-top-merchants'
      ? { ...object, attributes: { ...object.attributes, ...change(object.attributes) } }
      : object,
  )
  const [model] = readDashboards(changed)
  return model?.panels.map(({ content }) => content)
}

function withState(change: (state: string) => string) {
  return merchantsAfter(({ visState }) => ({ visState: change(String(visState)) }))
}

describe('readDashboards', () => {
  test('reads what the definitions wrote', () => {
    const [model, ...others] = readDashboards(whole)

    expect(others).toEqual([])
    expect(model).toMatchObject({ title: 'Small', from: 'now-30d', refreshSeconds: 5 })
    expect(model?.panels.map(({ title, content }) => [title, content.kind])).toEqual([
      ['Authorized transactions', 'metric'],
      ['Money moved, against one week earlier', 'timelion'],
      ['Merchants that were paid most', 'table'],
      ['What the bank answered', 'histogram'],
    ])
  })

  test.each<[string, ReturnType<typeof merchantsAfter>, string]>([
    [
      'a kind that is not drawn',
      withState((state) => state.replace('"type":"table"', '"type":"vega"')),
      'a panel of the kind vega is not drawn here',
    ],
    [
      'an aggregation that is not known',
      withState((state) => state.replace('"type":"avg"', '"type":"median"')),
      'an aggregation median is not drawn here',
    ],
    [
      'an aggregation without its field',
      withState((state) => state.replace('"field":"merchant.name",', '')),
      'aggregation terms: params.field: ',
    ],
    ['a broken visState', withState(() => '{'), 'visState of tally-small-top-merchants is'],
    [
      'a query in another language',
      merchantsAfter(() => ({
        kibanaSavedObjectMeta: {
          searchSourceJSON: JSON.stringify({
            query: { query: 'a: b', language: 'kuery' },
            indexRefName: 'kibanaSavedObjectMeta.searchSourceJSON.index',
          }),
        },
      })),
      'a query in kuery is not read',
    ],
  ])('says by name that %s cannot be drawn, and reads the others', (_what, contents, reason) => {
    const [totals, , merchants] = contents ?? []

    expect(totals).toMatchObject({ kind: 'metric' })
    expect(merchants).toMatchObject({
      kind: 'unreadable',
      reason: expect.stringContaining(reason) as string,
    })
  })

  test('says which panel has no visualization', () => {
    const without = whole.filter(({ id }) => id !== 'tally-small-totals')

    const [model] = readDashboards(without)

    expect(model?.panels[0]?.content).toMatchObject({
      kind: 'unreadable',
      reason: 'panel_0 refers to nothing that is in the bundle',
    })
  })

  test('makes of an unreadable dashboard one that says why, and reads the others', () => {
    const broken = whole
      .filter(({ type }) => type === 'dashboard')
      .map((object) => ({
        ...object,
        id: 'broken',
        attributes: { ...object.attributes, panelsJSON: '[' },
      }))

    const models = readDashboards([...broken, ...whole])

    expect(models.map(({ id, panels }) => [id, panels.length])).toEqual([
      ['broken', 1],
      ['tally-small', 4],
    ])
    expect(models[0]?.panels[0]?.content).toMatchObject({
      kind: 'unreadable',
      reason: expect.stringContaining('panelsJSON of dashboard broken is not JSON') as string,
    })
  })
})
