import { parseInterval } from '../panels/interval.ts'
import { type Point } from '../panels/picture.ts'
import { type BoundArguments } from './arguments.ts'
import { type Link } from './link.ts'
import { mapSeries } from './series.ts'
import { type Timeline } from './timeline.ts'

/**
 * `.holt(alpha, beta, gamma, season, sample)`: exponential smoothing, single with alpha, double (a
 * trend) with beta, triple (an additive season, Holt-Winters) with gamma and season.
 *
 * Known of Kibana: the arguments; that it says what should be happening now by past data; that it
 * fills missing figures. Assumed: the textbook recursions (Hyndman and Athanasopoulos,
 * "Forecasting: Principles and Practice", chapter 8), begun with the first figure, the first
 * difference, and for a season with the means of its first ones; a missing figure is the forecast;
 * after the first `sample` seasons (by default none) all are forecasts.
 */
export const holt: Link = (list, bound, timeline) => {
  const smoothing = smoothingOf(bound, timeline)
  return mapSeries(list, (series) => ({
    ...series,
    points: smoothed(series.points, smoothing),
  }))
}

interface Smoothing {
  readonly alpha: number
  /** 0 = no trend. */
  readonly beta: number
  readonly season: Season | undefined
}

interface Season {
  readonly gamma: number
  /** In points. */
  readonly length: number
  /** How many points are looked at. */
  readonly sampled: number
}

function smoothingOf(bound: BoundArguments, timeline: Timeline): Smoothing {
  return {
    alpha: bound.number('alpha') ?? 0,
    beta: bound.number('beta') ?? 0,
    season: seasonOf(bound, timeline),
  }
}

function seasonOf(bound: BoundArguments, { interval, times }: Timeline): Season | undefined {
  const gamma = bound.number('gamma') ?? 0
  if (gamma === 0) return undefined
  const text = bound.text('season')
  if (text === undefined) throw bound.invalid('argument season is missing; gamma needs it')
  const length = Math.round(parseInterval(text).ms / interval.ms)
  const seasons = Math.floor(times.length / Math.max(1, length))
  if (length >= 2 && seasons >= 2) {
    return { gamma, length, sampled: (bound.number('sample') ?? Infinity) * length }
  }
  throw bound.invalid(
    `a season of ${text} is ${length} points of ${interval.expression}, of ${times.length}; expected 2 seasons of 2 points at least`,
  )
}

function smoothed(points: readonly Point[], smoothing: Smoothing): Point[] {
  const { alpha, beta, season } = smoothing
  const values = points.map(([, value]) => value)
  const begun = begin(values, smoothing)
  if (begun === undefined) return [...points]
  const { seasonal } = begun
  let { level, trend } = begun
  return points.map(([time, value], index) => {
    const at = season === undefined ? 0 : index % season.length
    const part = seasonal[at] ?? 0
    const forecast = level + trend + part
    if (index === 0) return [time, level + part]
    const isForecast = value === null || index >= (season?.sampled ?? Infinity)
    const before = level
    level = isForecast ? level + trend : alpha * (value - part) + (1 - alpha) * (level + trend)
    if (!isForecast) {
      trend = beta * (level - before) + (1 - beta) * trend
      if (season !== undefined) seasonal[at] = season.gamma * (value - level) + (1 - season.gamma) * part // prettier-ignore
    }
    return [time, forecast]
  })
}

interface Beginning {
  readonly level: number
  readonly trend: number
  readonly seasonal: number[]
}

function begin(
  values: readonly (number | null)[],
  { beta, season }: Smoothing,
): Beginning | undefined {
  const known = values.filter((value) => value !== null)
  const [first, second = first] = known
  if (first === undefined || second === undefined) return undefined
  if (season === undefined) {
    return { level: first, trend: beta === 0 ? 0 : second - first, seasonal: [0] }
  }
  const { length } = season
  const level = mean(values.slice(0, length))
  const trend = beta === 0 ? 0 : (mean(values.slice(length, 2 * length)) - level) / length
  return {
    level,
    trend,
    seasonal: values.slice(0, length).map((value) => (value ?? level) - level),
  }
}

function mean(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null)
  return known.reduce((total, value) => total + value, 0) / Math.max(1, known.length)
}
