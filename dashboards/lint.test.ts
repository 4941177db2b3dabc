import { describe, expect, test } from 'vitest'
import { smallDashboard } from '../test/small-dashboard.ts'
import { inputControls } from './builders/input-controls.ts'
import { markdown } from './builders/markdown.ts'
import { savedSearch } from './builders/saved-search.ts'
import { percentile, timeSeries } from './builders/time-series.ts'
import { transactionsView } from './data-views.ts'
import { lintSavedObjects } from './lint.ts'
import { type SavedObject } from './saved-object.ts'

const whole = [transactionsView.object, ...smallDashboard.objects]

/** The bundle with one object changed. */
function withChange(id: string, change: (object: SavedObject) => SavedObject): SavedObject[] {
  return whole.map((object) => (object.id === id ? change(object) : object))
}

/** The dashboard's panels with one of them changed. */
function withPanel(change: Record<string, unknown>): SavedObject[] {
  return withChange('tally-small', (object) => {
    const panels = JSON.parse(String(object.attributes['panelsJSON'])) as object[]
    const changed = panels.map((panel, index) => (index === 1 ? { ...panel, ...change } : panel))
    const panelsJSON = JSON.stringify(changed)
    return { ...object, attributes: { ...object.attributes, panelsJSON } }
  })
}

const names = { id: 'other', title: 'Other' }
const search = savedSearch(transactionsView, { ...names, columns: ['customer.id'] })
const percentiles = timeSeries(transactionsView, {
  ...names,
  unit: 'EUR',
  lines: [{ measure: percentile('transaction.amount_eur', 50, 'Half'), colour: '#000000' }],
})
const controls = inputControls(transactionsView, {
  ...names,
  controls: [{ type: 'list', field: 'transaction.channel', label: 'Channel' }],
})

/** The bundle and one more object, whose state of the visualization is changed as text. */
function withState(object: SavedObject, from: string, to: string): SavedObject[] {
  const visState = String(object.attributes['visState'])
  expect(visState).toContain(from)
  const attributes = { ...object.attributes, visState: visState.replace(from, to) }
  return [...whole, { ...object, attributes }]
}

describe('lintSavedObjects', () => {
  test('has nothing to say about a bundle that Kibana draws', () => {
    const text = markdown({ ...names, text: '[Small](#/view/tally-small), https://example.org' })

    expect(lintSavedObjects(whole)).toEqual([])
    for (const object of [search, percentiles, controls, text]) {
      expect(lintSavedObjects([...whole, object])).toEqual([])
    }
  })

  test.each<[string, SavedObject[], string]>([
    ['an id twice', [...whole, ...whole.slice(0, 1)], 'index-pattern tally-transactions is there'],
    ['a missing data view', whole.slice(1), 'refers to index-pattern tally-transactions, which is'],
    [
      'a version that 7.10 does not know',
      withChange('tally-transactions', (object) => ({
        ...object,
        migrationVersion: { 'index-pattern': '7.11.0' },
      })),
      'expected migrationVersion 7.6.0 for index-pattern, got {"index-pattern":"7.11.0"}',
    ],
    [
      'an attribute that fails the import',
      withChange('tally-small', (object) => ({
        ...object,
        attributes: { ...object.attributes, controlGroupInput: {} },
      })),
      'Kibana knows no attribute controlGroupInput of a dashboard',
    ],
    [
      'a panel without its reference',
      withPanel({ panelRefName: 'panel_99' }),
      'uses reference panel_99, which it does not have',
    ],
    ['a panel without a version', withPanel({ version: undefined }), 'panel 1.version: '],
    [
      'panels on each other',
      withPanel({ gridData: { x: 0, y: 0, w: 4, h: 4, i: '2' } }),
      'panels 1 and 2 overlap',
    ],
    [
      'a panel beyond the grid',
      withPanel({ gridData: { x: 40, y: 90, w: 9, h: 4, i: '2' } }),
      'panel at 1 ends right of column 48',
    ],
    [
      'an attribute of a later saved search',
      [...whole, { ...search, attributes: { ...search.attributes, hideChart: true } }],
      'Kibana knows no attribute hideChart of a search',
    ],
    [
      'a control without its data view',
      [...whole, { ...controls, references: [] }],
      'visualization tally-other: uses reference control_0_index_pattern, which it does not have',
    ],
    [
      'a reference that nothing uses',
      withState(controls, '"indexPatternRefName":"control_0_index_pattern"', '"parent":""'),
      'visualization tally-other: has a reference control_0_index_pattern that nothing in it uses',
    ],
    [
      'a link to a dashboard that is not there',
      [...whole, markdown({ ...names, text: '[Gone](#/view/tally-gone)' })],
      'links to dashboard tally-gone, which is not in the bundle',
    ],
    [
      'a filter of TSVB as text',
      withState(percentiles, '"chart_type"', '"filter":"a:b","chart_type"'),
      'TSVB: series.0.filter: ',
    ],
    [
      'a TSVB panel that refers to its data view',
      withState(percentiles, '"index_pattern":"tally-transactions"', '"index_pattern":{"id":"x"}'),
      'TSVB: index_pattern: expected the name of an index, not a reference',
    ],
    [
      'a kind of panel that 7.10 does not have',
      withState(percentiles, '"type":"metrics"', '"type":"lens"'),
      'visualization tally-other: visState.type: ',
    ],
  ])('names %s', (_what, objects, problem) => {
    expect(lintSavedObjects(objects).join('\n')).toContain(problem)
  })
})
