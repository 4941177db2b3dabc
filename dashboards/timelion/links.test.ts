import { describe, expect, test } from 'vitest'
import { answer, source, valuesOf } from '../../test/timelion-hours.ts'

describe('.es() of fewer points than the chart has', () => {
  const three = answer([10, null, 40])

  test.each<[string, (number | null)[]]>([
    ['none', [10, null, 40, null, null, null]],
    ['carry', [10, null, 40, 40, 40, 40]],
    ['nearest', [10, null, 40, 40, 40, 40]],
  ])('is fitted as %s says', (mode, expected) => {
    expect(valuesOf(`.es(${source}, metric='avg:a', fit=${mode})`, three)).toEqual([expected])
  })
})

describe('.fit()', () => {
  const gaps = answer([null, 10, null, null, 40, null])

  test.each<[string, (number | null)[]]>([
    ['none', [null, 10, null, null, 40, null]],
    ['carry', [null, 10, 10, 10, 40, 40]],
    ['nearest', [10, 10, 10, 40, 40, 40]],
    ['average', [10, 10, 20, 30, 40, 40]],
    ['scale', [null, 10 / 3, 10 / 3, 10 / 3, 20, 20]],
  ])('%s fills what is missing', (mode, expected) => {
    const [values = []] = valuesOf(`.es(${source}, metric='avg:a').fit(${mode})`, gaps)

    expect(values.map((value) => value && Math.round(value * 1e9) / 1e9)).toEqual(
      expected.map((value) => value && Math.round(value * 1e9) / 1e9),
    )
  })
})

describe('functions of one series', () => {
  const six = answer([4, -2, null, 6, 6, 1.239])

  test.each<[string, (number | null)[]]>([
    ['.abs()', [4, 2, null, 6, 6, 1.239]],
    ['.cusum()', [4, 2, 2, 8, 14, 15.239]],
    ['.cusum(100)', [104, 102, 102, 108, 114, 115.239]],
    ['.derivative()', [null, -6, null, null, 0, -4.761]],
    ['.precision(1)', [4, -2, null, 6, 6, 1.2]],
    ['.range(0, 1)', [0.75, 0, null, 1, 1, 0.404875]],
    [".scale_interval('1m')", [4 / 60, -2 / 60, null, 0.1, 0.1, 1.239 / 60]],
    ['.trim()', [null, -2, null, 6, 6, null]],
    ['.trim(0, 2)', [4, -2, null, 6, null, null]],
    ['.aggregate(avg)', [3.0478, 3.0478, 3.0478, 3.0478, 3.0478, 3.0478]],
    ['.aggregate(cardinality)', [4, 4, 4, 4, 4, 4]],
    ['.aggregate(last)', [1.239, 1.239, 1.239, 1.239, 1.239, 1.239]],
    ['.if(gt, 4, 1, 0)', [0, 0, 0, 1, 1, 0]],
    ['.if(lt, 0, null)', [4, null, null, 6, 6, 1.239]],
    ['.condition(eq, null, 7)', [4, -2, 7, 6, 6, 1.239]],
    ['.if(gte, 5, .static(9), .static(3))', [3, 3, 3, 9, 9, 3]],
    ['.trend(start=3, end=5)', [null, null, null, 6, 6, null]],
    ['.trend(linear, -2)', [null, null, null, null, 6, 1.239]],
  ])('%s', (call, expected) => {
    const [values = []] = valuesOf(`.es(${source}, metric='avg:a')${call}`, six)

    expect(values.map(rounded)).toEqual(expected.map(rounded))
  })

  test('.trend(log) follows a logarithm', () => {
    const logarithm = answer([1, 2, 3, 4, 5, 6].map((at) => 10 + 2 * Math.log(at)))

    const [values = []] = valuesOf(`.es(${source}, metric='avg:a').trend(log)`, logarithm)

    expect(values.map(rounded)).toEqual(
      [1, 2, 3, 4, 5, 6].map((at) => rounded(10 + 2 * Math.log(at))),
    )
  })
})

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6
}

describe('.holt()', () => {
  test('with alpha follows the level, and fills what is missing', () => {
    const values = valuesOf(`.es(${source}, metric='avg:a').holt(0.5)`, answer([8, 4, null, 4, 4, 4])) // prettier-ignore

    expect(values).toEqual([[8, 8, 6, 6, 5, 4.5]])
  })

  test('with beta foresees a straight line', () => {
    const line = answer([10, 12, 14, 16, 18, 20])

    const [values] = valuesOf(`.es(${source}, metric='avg:a').holt(0.3, 0.2)`, line)

    expect(values?.slice(1).map(rounded)).toEqual([12, 14, 16, 18, 20])
  })

  test('with gamma foresees a season, and after the sample only foresees', () => {
    const season = [1, 5, 1, 5, 1, 5]
    const broken = [1, 5, 1, 5, 100, 100]
    const holt = (call: string, figures: readonly number[]) =>
      valuesOf(`.es(${source}, metric='avg:a').holt(${call})`, answer(figures))[0]?.map(rounded)

    expect(holt("0.5, 0, 0.5, '2h'", season)).toEqual(season)
    expect(holt("0.5, 0, 0.5, '2h', 2", broken)).toEqual(season)
  })
})

describe('.static()', () => {
  test('of several values lays them evenly over the period', () => {
    expect(valuesOf(".static('0:60')")).toEqual([[0, 0, 0, 60, 60, 60]])
  })
})

describe('.movingstd()', () => {
  test('of a window is the deviation of a sample', () => {
    const six = answer([2, 4, 6, 6, 6, 9])

    expect(valuesOf(`.es(${source}).movingstd(3, position=left)`, six)[0]?.map(rounded)).toEqual([
      null,
      null,
      2,
      1.154701,
      0,
      1.732051,
    ])
    expect(valuesOf(`.es(${source}).mvstd(3)`, six)).toEqual(
      valuesOf(`.es(${source}).mvstd(3, left)`, six),
    )
  })
})
