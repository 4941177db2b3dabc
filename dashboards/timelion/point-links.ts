import { parseInterval } from '../panels/interval.ts'
import { type Link } from './link.ts'
import { mapSeries, mapValues, type Series } from './series.ts'

/**
 * Functions that change figures and need nothing but the series itself.
 *
 * Known of Kibana: what each is for, and its arguments. Assumed: where a figure is missing there is
 * none after it either, except that `.cusum()` counts it as 0 and `.aggregate()` leaves it out.
 */
export const pointLinks: Readonly<Record<string, Link>> = {
  abs: (list) => mapValues(list, (value) => value && Math.abs(value)),

  cusum: (list, bound) =>
    mapSeries(list, (series) => {
      let total = bound.number('base') ?? 0
      return {
        ...series,
        points: series.points.map(([time, value]) => [time, (total += value ?? 0)] as const),
      }
    }),

  derivative: (list) =>
    mapValues(list, (value, index, points) => {
      const before = points[index - 1]?.[1] ?? null
      return value === null || before === null ? null : value - before
    }),

  /** Cut off, not rounded. */
  precision: (list, bound) => {
    const factor = 10 ** (bound.number('precision') ?? 0)
    return mapValues(list, (value) => value && Math.trunc(value * factor) / factor)
  },

  /** The least figure becomes `min` and the largest `max`, the others what lies between. */
  range: (list, bound) => {
    const [min, max] = [bound.number('min') ?? 0, bound.number('max') ?? 1]
    return mapSeries(list, (series) => {
      const values = valuesOf(series)
      const [least, span] = [Math.min(...values), Math.max(...values) - Math.min(...values)]
      return mapOne(series, (value) =>
        span === 0 ? min : min + ((value - least) / span) * (max - min),
      )
    })
  },

  scale_interval: (list, bound, { interval }) => {
    const factor = parseInterval(bound.text('interval') ?? '1s').ms / interval.ms
    return mapValues(list, (value) => value && value * factor)
  },

  /** Without arguments the first and the last figure, which are of buckets that are not whole. */
  trim: (list, bound) => {
    const [start, end] = [bound.number('start') ?? 1, bound.number('end') ?? 1]
    return mapValues(list, (value, index, { length }) =>
      index < start || index >= length - end ? null : value,
    )
  },

  aggregate: (list, bound) => {
    const name = bound.text('function') ?? 'avg'
    return mapSeries(list, (series) => {
      const result = aggregated(name, valuesOf(series))
      return { ...series, points: series.points.map(([time]) => [time, result] as const) }
    })
  },
}

function valuesOf({ points }: Series): number[] {
  return points.flatMap(([, value]) => value ?? [])
}

function mapOne(series: Series, change: (value: number) => number): Series {
  return {
    ...series,
    points: series.points.map(([time, value]) => [time, value === null ? null : change(value)]),
  }
}

function aggregated(name: string, values: readonly number[]): number | null {
  const sum = values.reduce((total, value) => total + value, 0)
  const [first, last] = [values[0] ?? null, values.at(-1) ?? null]
  const results: Readonly<Record<string, number | null>> = {
    avg: sum / values.length,
    cardinality: new Set(values).size,
    min: Math.min(...values),
    max: Math.max(...values),
    first,
    last,
    sum,
  }
  const result = results[name] ?? null
  return values.length === 0 || !Number.isFinite(result) ? null : result
}
