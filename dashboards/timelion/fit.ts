import { type Point } from '../panels/picture.ts'

/**
 * Gives every time a figure from points that lie at other times, or are fewer.
 *
 * Known of Kibana: the names of the modes, and that `nearest` is the default. Assumed: `carry` takes
 * the last figure before, `average` draws a straight line between two, `scale` spreads a figure
 * evenly over the times up to the next, so that the sum stays, `none` leaves out what has no point.
 */
export function fitPoints(
  points: readonly Point[],
  times: readonly number[],
  mode: string,
): Point[] {
  switch (mode) {
    case 'none':
      return exactly(points, times)
    case 'carry':
      return carried(points, times)
    case 'average':
      return interpolated(points, times)
    case 'scale':
      return spread(points, times)
    default:
      return fitNearest(points, times)
  }
}

function exactly(points: readonly Point[], times: readonly number[]): Point[] {
  const values = new Map(points)
  return times.map((time) => [time, values.get(time) ?? null])
}

function carried(points: readonly Point[], times: readonly number[]): Point[] {
  return times.map((time) => [time, pointBefore(points, time)?.[1] ?? null])
}

function interpolated(points: readonly Point[], times: readonly number[]): Point[] {
  return times.map((time) => {
    const before = pointBefore(points, time)
    const after = points.find(([other]) => other >= time)
    if (before?.[1] == null || after?.[1] == null) return [time, before?.[1] ?? after?.[1] ?? null]
    const span = after[0] - before[0]
    const share = span === 0 ? 0 : (time - before[0]) / span
    return [time, before[1] + (after[1] - before[1]) * share]
  })
}

function spread(points: readonly Point[], times: readonly number[]): Point[] {
  const sources = times.map((time) => pointBefore(points, time))
  return times.map((time, index) => {
    const source = sources[index]
    const value = source?.[1]
    if (value == null) return [time, null]
    return [time, value / sources.filter((other) => other === source).length]
  })
}

function pointBefore(points: readonly Point[], time: number): Point | undefined {
  return points.findLast(([other]) => other <= time)
}

/**
 * Gives every time of the timeline the figure of the bucket that begins nearest to it, of two
 * equally near ones the later, and never of one before that of the time before.
 */
function fitNearest(points: readonly Point[], times: readonly number[]): Point[] {
  let nearest = 0
  return times.map((time) => {
    while (isNoFarther(points[nearest + 1], points[nearest], time)) nearest += 1
    return [time, points[nearest]?.[1] ?? null]
  })
}

function isNoFarther(next: Point | undefined, present: Point | undefined, time: number): boolean {
  if (next === undefined || present === undefined) return false
  return Math.abs(next[0] - time) <= Math.abs(present[0] - time)
}
