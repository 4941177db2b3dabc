import { type Point } from '../panels/picture.ts'
import { type BoundArguments } from './arguments.ts'
import { fitPoints } from './fit.ts'
import { type Series } from './series.ts'
import { type Timeline } from './timeline.ts'

/**
 * `.static(value, label)`: a straight line; of `1:5:2`, figures that lie evenly over the period.
 *
 * Known of Kibana: both forms of the value. Assumed: between two figures the nearer one counts.
 */
export function steadySeries(bound: BoundArguments, { times, period }: Timeline): Series {
  const given = String(bound.number('value') ?? bound.text('value') ?? '')
  const values = given.split(':').map(Number)
  const step = (period.toMs - period.fromMs) / Math.max(1, values.length - 1)
  const points = values.map((value, index): Point => [period.fromMs + index * step, value])
  return {
    label: bound.text('label') ?? given,
    points: fitPoints(points, times, 'nearest'),
    style: {},
  }
}
