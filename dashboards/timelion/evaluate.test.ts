import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answer, context, evaluate, fromMs, hourMs, hours, source, timeline, valuesOf } from '../../test/timelion-hours.ts' // prettier-ignore
import { prepareTimelion } from './evaluate.ts'

describe('.es()', () => {
  test('asks for buckets over time with the metric, the query and those of the dashboard', () => {
    const expression = `.es(${source}, q='a:b', metric='sum:price')`

    const { requests } = prepareTimelion(expression, { timeline, query: 'c:d' })

    expect(requests).toHaveLength(1)
    expect(requests[0]?.index).toBe('tally-x')
    expect(requests[0]?.body).toMatchObject({
      size: 0,
      query: {
        bool: {
          filter: [{}, { query_string: { query: 'a:b' } }, { query_string: { query: 'c:d' } }],
        },
      },
      aggs: {
        time: {
          date_histogram: { field: '@timestamp', calendar_interval: '1h', min_doc_count: 0 },
          aggs: { metric0: { sum: { field: 'price' } } },
        },
      },
    })
  })

  test('leaves the query of the dashboard out where it is told to', () => {
    const expression = `.es(${source}, kibana=false)`

    const { requests } = prepareTimelion(expression, { timeline, query: 'c:d' })

    expect(JSON.stringify(requests)).not.toContain('c:d')
  })

  test('asks for the week before and shows it under the times of this one', () => {
    const expression = `.es(${source}, offset='-1w')`
    const weekMs = 7 * 24 * hourMs

    const { requests } = prepareTimelion(expression, context)
    const [series] = evaluate(expression, answer([1, 2, 3, 4, 5, 6], fromMs - weekMs)).series

    expect(JSON.stringify(requests)).toContain('"gte":"2026-11-14T06:00:00.000Z"')
    expect(series?.points).toEqual([1, 2, 3, 4, 5, 6].map((n, i) => [fromMs + i * hourMs, n]))
  })

  test('names its series as Kibana does', () => {
    const [count] = evaluate(`.es(${source})`, answer([1])).series
    const [sum] = evaluate(`.es(${source}, q=a, metric='sum:b')`, answer([1])).series
    const percentiles = evaluate(
      `.es(${source}, metric='percentiles:b:50,99.9')`,
      answer([1]),
    ).series

    expect(count?.label).toBe('q:* > count')
    expect(sum?.label).toBe('q:a > sum(b)')
    expect(percentiles.map(({ label }) => label)).toEqual([
      'q:* > percentiles(b):50.0',
      'q:* > percentiles(b):99.9',
    ])
  })

  test('is one series per value that it is split by', () => {
    const { aggregations } = answer([1, 2, 3, 4, 5, 6])
    const split = { buckets: ['x', 'y'].map((key) => ({ key, doc_count: 1, ...aggregations })) }

    const { series } = evaluate(`.es(${source}, split='channel:5')`, {
      ...answer([]),
      aggregations: { split },
    })

    expect(series.map(({ label }) => label)).toEqual([
      'q:* > channel:x > count',
      'q:* > channel:y > count',
    ])
    expect(series.map(({ split: value }) => value)).toEqual(['x', 'y'])
  })

  test.each([
    ['.es()', '.es(): argument index is missing'],
    [`.es(${source}, colour=red)`, '.es(): argument colour is not known; it takes q, metric'],
    [`.es(${source}, metric=sum)`, '.es(): argument metric: expected count, percentiles:field:50'],
    [`.es(${source}).graphite(x)`, '.graphite() is not evaluated here; known are abs, add'],
    ['.graphite(x)', '.graphite() is not evaluated here; a chain begins with .es()'],
    [`.es(${source}).holt(1, 1, 1)`, '.holt(): argument season is missing; gamma needs it'],
    [`.es(${source}).holt(1, 1, 1, '4h')`, 'a season of 4h is 4 points of 1h, of 6'],
  ])('says by name what is wrong with %s', (expression, message) => {
    expect(() => prepareTimelion(expression, context)).toThrow(message)
  })
})

describe('arithmetic', () => {
  const six = answer([10, 20, 30, null, 0, 60])

  test.each<[string, (number | null)[]]>([
    ['.sum(1)', [11, 21, 31, null, 1, 61]],
    ['.subtract(10)', [0, 10, 20, null, -10, 50]],
    ['.multiply(2)', [20, 40, 60, null, 0, 120]],
    ['.divide(10)', [1, 2, 3, null, 0, 6]],
    ['.divide(0)', [null, null, null, null, null, null]],
    ['.min(25)', [10, 20, 25, null, 0, 25]],
    ['.max(25)', [25, 25, 30, null, 25, 60]],
  ])('%s changes every figure that is there', (call, expected) => {
    expect(valuesOf(`.es(${source}, metric='avg:a')${call}`, six)).toEqual([expected])
  })

  test('with another series is done point by point', () => {
    const expression = `.es(${source}, metric='avg:a').divide(.es(${source}, q=b, metric='avg:a'))`

    const values = valuesOf(expression, six, answer([2, 4, null, 1, 0, 6]))

    expect(values).toEqual([[5, 5, null, null, null, 10]])
  })

  test('with several series pairs those of the same split', () => {
    const expression = `.es(${source}, q=a, q=b).subtract((.es(${source}, q=b), .es(${source}, q=a)))`

    const values = valuesOf(expression, answer([9]), answer([5]), answer([1]), answer([2]))

    expect(values.map(([first]) => first)).toEqual([7, 4])
  })

  test('with series that cannot be paired says so', () => {
    const expression = `.es(${source}).subtract(.es(${source}, q=a, q=b))`

    expect(() => valuesOf(expression, answer([9]), answer([5]), answer([1]))).toThrow(
      '1 series cannot be paired with 2',
    )
  })

  test('of a series with itself is nothing', () => {
    const values = fc.array(fc.integer({ min: 0 }), { minLength: hours, maxLength: hours })
    fc.assert(
      fc.property(values, (figures) => {
        const expression = `.es(${source}, metric='avg:a').subtract(.es(${source}, metric='avg:a'))`

        expect(valuesOf(expression, answer(figures), answer(figures))).toEqual([
          figures.map(() => 0),
        ])
      }),
    )
  })
})

describe('.movingaverage()', () => {
  const six = answer([1, 2, 3, 4, 5, 6])

  test.each<[string, (number | null)[]]>([
    ['3', [null, 2, 3, 4, 5, null]],
    ['4', [null, null, 2.5, 3.5, 4.5, null]],
    ['3, left', [null, null, 2, 3, 4, 5]],
    ['3, right', [2, 3, 4, 5, null, null]],
    ["window='2h', position=left", [null, 1.5, 2.5, 3.5, 4.5, 5.5]],
    ["'10m'", [1, 2, 3, 4, 5, 6]],
    ['9', [null, null, null, null, null, null]],
  ])('of a window of %s is the mean of whole windows', (window, expected) => {
    expect(valuesOf(`.es(${source}).movingaverage(${window})`, six)).toEqual([expected])
  })

  test('counts a missing figure as 0', () => {
    const expression = `.es(${source}, metric='avg:a').mvavg(2, left)`

    expect(valuesOf(expression, answer([2, null, 4, 4, 4, 4]))[0]?.slice(1, 3)).toEqual([1, 2])
  })
})

describe('appearance', () => {
  test('is kept with the series and changes no figure', () => {
    const { series, chart } = evaluate(
      `.es(${source}).label('was %s').color(#f00).lines(width=3, fill=2, steps=1).yaxis(2, min=0, units=percent), .static(4.5, limit).hide()`,
      answer([1, 2, 3, 4, 5, 6]),
    )

    expect(series[0]).toMatchObject({
      label: 'was q:* > count',
      style: {
        colour: '#f00',
        axis: 2,
        lines: { isShown: true, width: 3, fill: 2, isStacked: false, isStepped: true },
      },
    })
    expect(series[1]).toMatchObject({ label: 'limit', style: { isHidden: true } })
    expect(series[1]?.points.every(([, value]) => value === 4.5)).toBe(true)
    expect(chart.axes.get(2)).toEqual({ minimum: 0, units: 'percent' })
  })

  test('takes a label out of the one before by a regular expression', () => {
    const expression = `.es(${source}, metric='percentiles:b:50').label('p$1', '^.*:([0-9]+).*$')`

    expect(evaluate(expression, answer([1])).series[0]?.label).toBe('p50')
  })
})
