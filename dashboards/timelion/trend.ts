import { type Point } from '../panels/picture.ts'
import { type Link } from './link.ts'
import { mapSeries } from './series.ts'

/**
 * `.trend(mode, start, end)`: the straight line (or that over the logarithm of the position) with
 * the least squares of distances, over the figures from `start` to `end`.
 *
 * Known of Kibana: the arguments, and that a negative one counts from the end. Assumed: figures that
 * are missing are left out, and outside of start and end there is no line.
 */
export const trend: Link = (list, bound) => {
  const scale = bound.text('mode') === 'log' ? (at: number) => Math.log(at + 1) : (at: number) => at
  return mapSeries(list, (series) => {
    const { points } = series
    const [start, end] = [bound.number('start') ?? 0, bound.number('end') ?? 0]
    const first = start < 0 ? points.length + start : start
    const after = end <= 0 ? points.length + end : end
    const line = regression(points.slice(Math.max(0, first), after), scale)
    return {
      ...series,
      points: points.map(([time], index): Point => [
        time,
        index < first || index >= after ? null : line(index - Math.max(0, first)),
      ]),
    }
  })
}

function regression(points: readonly Point[], scale: (at: number) => number) {
  const known = points.flatMap(([, value], index) =>
    value === null ? [] : [{ x: scale(index), y: value }],
  )
  const meanX = mean(known.map(({ x }) => x))
  const meanY = mean(known.map(({ y }) => y))
  const variance = mean(known.map(({ x }) => (x - meanX) ** 2))
  const covariance = mean(known.map(({ x, y }) => (x - meanX) * (y - meanY)))
  const slope = variance === 0 ? 0 : covariance / variance
  return (index: number): number | null =>
    known.length === 0 ? null : meanY + slope * (scale(index) - meanX)
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / Math.max(1, values.length)
}
