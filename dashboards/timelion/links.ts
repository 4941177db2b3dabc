import { appearanceLinks } from './appearance.ts'
import { arithmeticLinks } from './arithmetic.ts'
import { condition } from './condition.ts'
import { fitPoints } from './fit.ts'
import { holt } from './holt.ts'
import { type Link } from './link.ts'
import { movingAverage, movingDeviation } from './moving-window.ts'
import { pointLinks } from './point-links.ts'
import { mapSeries } from './series.ts'
import { trend } from './trend.ts'

/** How each link of `signatures` is evaluated, by its name. */
export const links: ReadonlyMap<string, Link> = new Map<string, Link>([
  ...Object.entries(appearanceLinks),
  ...Object.entries(arithmeticLinks),
  ...Object.entries(pointLinks),
  ['if', condition],
  ['fit', fit],
  ['holt', holt],
  ['movingaverage', movingAverage],
  ['movingstd', movingDeviation],
  ['trend', trend],
])

/** `.fit(mode)`: figures for the times that have none. */
function fit(...[list, bound]: Parameters<Link>): ReturnType<Link> {
  const mode = bound.text('mode') ?? 'nearest'
  return mapSeries(list, (series) => ({
    ...series,
    points: fitPoints(
      series.points.filter(([, value]) => value !== null),
      series.points.map(([time]) => time),
      mode,
    ),
  }))
}
