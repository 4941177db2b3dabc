import { describe, expect, test } from 'vitest'
import { transactionsView as view } from '../data-views.ts'
import { parseTimelion } from '../timelion/parse.ts'
import { isTrue } from './filter.ts'
import { seriesOf } from './series.ts'

const source = "index='tally-transactions', timefield='@timestamp'"
const all = seriesOf(view, 'count')
const amounts = seriesOf(view, 'sum:transaction.amount_eur')

describe('a series', () => {
  test.each([
    ['a count', all, `.es(${source}, metric='count')`],
    [
      'filtered and shifted',
      seriesOf(view, 'count', { filter: isTrue(view, 'quality.rapid'), offset: '-1w' }),
      `.es(q='quality.rapid:true', ${source}, metric='count', offset='-1w')`,
    ],
    [
      'a share in percent',
      all.percentOf(amounts),
      `${all.expression}.divide(${amounts.expression}).multiply(100)`,
    ],
    [
      'the upper end of a band',
      all.movingAverage(24).plus(all.movingDeviation(24).times(2)),
      `${all.expression}.movingaverage(24, position=left).sum(${all.expression}.movingstd(24, position=left).multiply(2))`,
    ],
    ['smoothed', all.expected(0.2), `${all.expression}.holt(alpha=0.2)`],
    [
      'added up',
      all.minus(1).cumulated().perSecond(),
      `${all.expression}.subtract(1).cusum().scale_interval('1s')`,
    ],
  ])('is the Timelion expression that it says: %s', (_what, { expression }, expected) => {
    expect(expression).toBe(expected)
    expect(() => parseTimelion(expression)).not.toThrow()
  })

  test('of a field that the contract does not have does not compile', () => {
    // @ts-expect-error -- that is what this test is about
    const series = seriesOf(view, 'sum:transaction.amount_usd')

    expect(series.expression).toContain('amount_usd')
  })
})
