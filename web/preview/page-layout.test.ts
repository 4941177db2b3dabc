import { describe, expect, test } from 'vitest'
import { filteredBy, valuesOf } from '../../dashboards/builders/bucket.ts'
import { histogram } from '../../dashboards/builders/chart.ts'
import { dashboard, row } from '../../dashboards/builders/dashboard.ts'
import { where } from '../../dashboards/builders/filter.ts'
import { inputControls } from '../../dashboards/builders/input-controls.ts'
import { markdown } from '../../dashboards/builders/markdown.ts'
import { count } from '../../dashboards/builders/measure.ts'
import { metric } from '../../dashboards/builders/metric.ts'
import { table } from '../../dashboards/builders/table.ts'
import { transactionsView as view } from '../../dashboards/data-views.ts'
import { definitions } from '../../dashboards/definitions.ts'
import { readDashboards } from '../../dashboards/panels/dashboard-model.ts'
import { placedPanels } from './page-layout.ts'

type Row = Parameters<typeof dashboard>[0]['rows'][number]

const measures = [count('Count')] as const
const declined = where(view, 'transaction.outcome', 'declined')
const question = 'What is it?'

const intro = (text: string, title = 'D') => markdown({ id: 'intro', title, text })
const figure = (title = 'Figure') => metric(view, { id: 'figure', title, measures })
const chart = histogram(view, { id: 'chart', title: 'Chart', measure: count('Count') })
const twoRows = table(view, {
  id: 'two-rows',
  title: 'Two rows',
  rows: [filteredBy({ Declined: declined, Others: declined })],
  measures,
})
const manyRows = table(view, {
  id: 'many-rows',
  title: 'Many rows',
  rows: [valuesOf('merchant.name', { label: 'Merchant', size: 10 })],
  measures,
})
const controls = inputControls(view, {
  id: 'controls',
  title: 'Controls',
  controls: [{ type: 'list', field: 'transaction.channel', label: 'Channel' }],
})

/** Of each panel its title, then from where and how wide, from where and how high. */
function placesOf(...rows: readonly Row[]) {
  const { objects } = dashboard({ id: 'd', title: 'D', question, from: 'now-1d', refreshSeconds: 0, rows }) // prettier-ignore
  const [model] = readDashboards([view.object, ...objects])
  if (model === undefined) throw new Error('expected a dashboard')
  return placedPanels(model, ['tally-d', 'tally-e']).map(({ panel, place: { x, y, w, h } }) => [panel.title, x, w, y, h]) // prettier-ignore
}

describe('what the page says already', () => {
  test('is left out, and its neighbours share its width', () => {
    const said = intro(`**${question}**\n\n[E](#/view/tally-e) · [D](#/view/tally-d)`)

    expect(placesOf(row(9, [said, 18], [figure(), 10], [chart, 20]), row(4, [chart, 48]))).toEqual([
      ['Figure', 0, 16, 0, 9],
      ['Chart', 16, 32, 0, 9],
      ['Chart', 0, 48, 9, 4],
    ])
  })

  test('takes its row with it when it stands alone', () => {
    expect(placesOf(row(9, [intro(question), 48]), row(4, [chart, 48]))).toEqual([
      ['Chart', 0, 48, 0, 4],
    ])
  })

  test.each([
    ['says more', intro(`${question} Ask me.`)],
    ['has another title', intro(question, 'Read this')],
    ['leads elsewhere', intro('[E](https://example.org/)')],
    ['leads to a dashboard that is not here', intro('[F](#/view/tally-f)')],
    ['has a list', intro(`- ${question}`)],
  ])('is not what %s', (_what, panel) => {
    expect(placesOf(row(9, [panel, 48]))).toHaveLength(1)
  })
})

describe('a row', () => {
  test.each([
    ['of figures', [figure(), 48], 5],
    ['of controls', [controls, 48], 5],
    ['of rows that are known', [twoRows, 48], 6],
    ['of a chart', [chart, 48], 9],
    ['of rows that depend on figures', [manyRows, 48], 9],
    ['of more figures than it has room for', [figure(), 5], 9],
  ] as const)('%s is as high as it needs', (_what, cell, height) => {
    expect(placesOf(row(9, cell)).map(([, , , , h]) => h)).toEqual([height])
  })

  test('is as high as the highest of its panels, and never higher than in Kibana', () => {
    const heights = (height: number) =>
      placesOf(row(height, [figure(), 24], [twoRows, 24])).map(([, , , , h]) => h)

    expect(heights(9)).toEqual([6, 6])
    expect(heights(4)).toEqual([4, 4])
  })
})

test.each(
  readDashboards(Object.values(definitions).flat()).map((one) => [one.title, one] as const),
)('%s says nothing twice and leaves no gap', (title, model) => {
  const ids = readDashboards(Object.values(definitions).flat()).map(({ id }) => id)
  const placed = placedPanels(model, ids)

  expect(placed.map(({ panel }) => panel.title)).not.toContain(title)
  const covered = placed.reduce((sum, { place: { w, h } }) => sum + w * h, 0)
  expect(covered).toBe(48 * Math.max(...placed.map(({ place: { y, h } }) => y + h)))
})
