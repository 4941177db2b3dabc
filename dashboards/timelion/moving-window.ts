import { parseInterval } from '../panels/interval.ts'
import { type Point } from '../panels/picture.ts'
import { type BoundArguments } from './arguments.ts'
import { type Link } from './link.ts'
import { mapSeries, type SeriesList } from './series.ts'
import { type Timeline } from './timeline.ts'

/**
 * `.movingaverage(window, position)`: the mean over a window of points that lies around (`center`),
 * up to (`left`) or from (`right`) each point. A point whose window is not whole has no figure; a
 * point without a figure counts as 0 in a window, as it does in Kibana.
 */
export const movingAverage: Link = (list, bound, timeline) =>
  overWindow(list, { name: 'mvavg', window: windowOf(bound, timeline), bound, summarise: mean })

/**
 * `.movingstd(window, position)`: the standard deviation over such a window.
 *
 * Known of Kibana: the arguments, and that it goes over the window twice. Assumed: the deviation is
 * that of a sample (divided by one less than the window), and the window is up to the point
 * (`left`) unless position says otherwise; write it always.
 */
export const movingDeviation: Link = (list, bound, timeline) =>
  overWindow(list, {
    name: 'mvstd',
    window: windowOf(bound, timeline),
    bound,
    summarise: deviation,
  })

interface Moving {
  readonly name: 'mvavg' | 'mvstd'
  readonly window: number
  readonly bound: BoundArguments
  readonly summarise: (values: readonly number[]) => number
}

function overWindow(list: SeriesList, { name, window, bound, summarise }: Moving): SeriesList {
  const position = bound.text('position') ?? (name === 'mvavg' ? 'center' : 'left')
  const before = pointsBefore(window, position)
  return mapSeries(list, (series) => ({
    ...series,
    label: `${series.label} ${name}=${window}`,
    points: series.points.map(([time], index, points): Point => {
      const start = index - before
      if (start < 0 || start + window > points.length) return [time, null]
      return [time, summarise(points.slice(start, start + window).map(([, value]) => value ?? 0))]
    }),
  }))
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length
}

function deviation(values: readonly number[]): number {
  const middle = mean(values)
  const squares = values.reduce((total, value) => total + (value - middle) ** 2, 0)
  return Math.sqrt(squares / Math.max(1, values.length - 1))
}

/** A length of time is as many points as come nearest to it. */
function windowOf(bound: BoundArguments, { interval }: Timeline): number {
  const text = bound.text('window')
  if (text !== undefined) return Math.round(parseInterval(text).ms / interval.ms) || 1
  return bound.number('window') ?? 1
}

/** How many points of the window lie before the point that it is for. */
function pointsBefore(window: number, position: string): number {
  if (position === 'left') return window - 1
  return position === 'right' ? 0 : Math.floor(window / 2)
}
