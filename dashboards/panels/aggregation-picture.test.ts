import { describe, expect, test } from 'vitest'
import { answer, prepare } from '../../test/one-panel.ts'
import { filteredBy, valuesOf } from '../builders/bucket.ts'
import { histogram } from '../builders/chart.ts'
import { where } from '../builders/filter.ts'
import { average, count, distinct, sum } from '../builders/measure.ts'
import { metric } from '../builders/metric.ts'
import { pie } from '../builders/pie.ts'
import { table } from '../builders/table.ts'
import { transactionsView as view } from '../data-views.ts'
import { type SavedObject } from '../saved-object.ts'

const names = { id: 'x', title: 'X' }
const declined = where(view, 'transaction.outcome', 'declined')
const parts = filteredBy({ Unknown: declined, 'All known': declined }, { label: 'Data' })
const channels = valuesOf('transaction.channel', { label: 'Channel', size: 5 })
const measure = count('Count')

/** Over an index that is not there yet, and over one that has nothing of the period. */
function overNothing(panel: SavedObject, aggregations = {}) {
  const { draw } = prepare(panel)
  const unwritten = { _shards: { total: 0, failed: 0 }, hits: { total: { value: 0 } } }
  return [draw([unwritten]), draw([answer(aggregations, 0)])]
}

describe('what only counts, over nothing', () => {
  test('is 0 in a metric', () => {
    const panel = metric(view, { ...names, measures: [measure, distinct('customer.id', 'Customers')] }) // prettier-ignore

    for (const picture of overNothing(panel, { 2: { value: 0 } })) {
      expect(picture).toMatchObject({
        figures: [
          { label: 'Count', value: 0 },
          { label: 'Customers', value: 0 },
        ],
      })
    }
  })

  test('is 0 in each row of a table whose rows are known, and has no share', () => {
    const panel = table(view, { ...names, rows: [parts], measures: [measure], hasShares: true })
    const buckets = { 'All known': { doc_count: 0 }, Unknown: { doc_count: 0 } }

    for (const picture of overNothing(panel, { 2: { buckets } })) {
      expect(picture).toMatchObject({
        columns: [{ label: 'Data' }, {}, {}],
        rows: [
          ['Unknown', 0, null],
          ['All known', 0, null],
        ],
      })
    }
  })
})

describe('what does more than count, over nothing', () => {
  test.each([
    ['a metric with a sum', metric(view, { ...names, measures: [measure, sum('transaction.amount_eur', 'EUR')] })], // prettier-ignore
    ['a table with an average', table(view, { ...names, rows: [parts], measures: [average('transaction.amount_eur', 'EUR')] })], // prettier-ignore
    ['a table by values', table(view, { ...names, rows: [channels], measures: [measure] })],
    ['a chart', histogram(view, { ...names, measure })],
    ['a pie', pie(view, { ...names, measure, slices: channels })],
  ])('says that nothing was written yet: %s', (_what, panel) => {
    expect(overNothing(panel)[0]).toEqual({
      kind: 'empty',
      reason: 'Nothing has been written to tally-transactions yet.',
    })
  })

  test('says that nothing happened', () => {
    expect(overNothing(histogram(view, { ...names, measure }))[1]).toEqual({
      kind: 'empty',
      reason: 'Nothing happened in this period.',
    })
  })
})
