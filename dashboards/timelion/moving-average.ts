import { parseInterval } from '../panels/interval.ts'
import { type Point } from '../panels/picture.ts'
import { type BoundArguments } from './arguments.ts'
import { type ChainFunction } from './chain-function.ts'
import { mapSeries } from './series.ts'
import { type Timeline } from './timeline.ts'

/**
 * `.movingaverage(window, position)`: the mean over a window of points that lies around (`center`),
 * up to (`left`) or from (`right`) each point. A point whose window is not whole has no figure; a
 * point without a figure counts as 0 in a window, as it does in Kibana.
 */
export const movingAverage: ChainFunction = {
  parameters: [
    { name: 'window', types: ['number', 'string'] },
    { name: 'position', types: ['string'], isOptional: true },
  ],
  apply: (list, bound, timeline) => {
    const window = windowOf(bound, timeline)
    const before = pointsBefore(window, bound)
    return mapSeries(list, (series) => ({
      ...series,
      label: `${series.label} mvavg=${window}`,
      points: averaged(series.points, window, before),
    }))
  },
}

/** A length of time is as many points as come nearest to it. */
function windowOf(bound: BoundArguments, { interval }: Timeline): number {
  const text = bound.text('window')
  if (text !== undefined) return Math.round(parseInterval(text).ms / interval.ms) || 1
  const window = bound.number('window') ?? 1
  if (Number.isInteger(window) && window >= 1) return window
  throw bound.invalid(`argument window: expected a whole number from 1, got ${window}`)
}

/** How many points of the window lie before the point that it is for. */
function pointsBefore(window: number, bound: BoundArguments): number {
  const position = bound.text('position') ?? 'center'
  switch (position) {
    case 'center':
      return Math.floor(window / 2)
    case 'left':
      return window - 1
    case 'right':
      return 0
    default:
      throw bound.invalid(`argument position: expected left, right or center, got ${position}`)
  }
}

function averaged(points: readonly Point[], window: number, before: number): Point[] {
  return points.map(([time], index) => {
    const start = index - before
    if (start < 0 || start + window > points.length) return [time, null]
    const inWindow = points.slice(start, start + window)
    return [time, inWindow.reduce((total, [, value]) => total + (value ?? 0), 0) / window]
  })
}
