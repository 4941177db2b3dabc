import { describe, expect, test } from 'vitest'
import { bankOverview } from './bank-overview.ts'
import { transactionsView } from './data-views.ts'
import { lintSavedObjects } from './lint.ts'
import { type SavedObject } from './saved-object.ts'

const whole = [transactionsView.object, ...bankOverview.objects]

/** The bundle with one object changed. */
function withChange(id: string, change: (object: SavedObject) => SavedObject): SavedObject[] {
  return whole.map((object) => (object.id === id ? change(object) : object))
}

/** The dashboard's panels with one of them changed. */
function withPanel(change: Record<string, unknown>): SavedObject[] {
  return withChange('tally-bank-overview', (object) => {
    const panels = JSON.parse(String(object.attributes['panelsJSON'])) as object[]
    const changed = panels.map((panel, index) => (index === 1 ? { ...panel, ...change } : panel))
    const panelsJSON = JSON.stringify(changed)
    return { ...object, attributes: { ...object.attributes, panelsJSON } }
  })
}

describe('lintSavedObjects', () => {
  test('has nothing to say about a bundle that Kibana draws', () => {
    expect(lintSavedObjects(whole)).toEqual([])
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
      withChange('tally-bank-overview', (object) => ({
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
  ])('names %s', (_what, objects, problem) => {
    expect(lintSavedObjects(objects).join('\n')).toContain(problem)
  })
})
