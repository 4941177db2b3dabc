import { plainNumber } from '../panels/number-format.ts'
import {
  type Axis,
  type ChartPicture,
  type ChartSeries,
  type NumberFormat,
} from '../panels/picture.ts'
import { type AxisOptions, type Series, type SeriesList } from './series.ts'
import { type Timeline } from './timeline.ts'

/** What a Timelion panel shows. */
export function timelionPicture(
  { series, chart }: SeriesList,
  { period, interval }: Timeline,
): ChartPicture {
  const shown = series.filter(({ style }) => style.isHidden !== true)
  const numbers = [...new Set(shown.map(axisOf))].sort((a, b) => a - b)
  return {
    kind: 'chart',
    fromMs: period.fromMs,
    toMs: period.toMs,
    intervalMs: interval.ms,
    axes: numbers.map((number) => axis(number, chart.axes.get(number) ?? {})),
    series: shown.flatMap((one) => marksOf(one, numbers.indexOf(axisOf(one)))),
    hasLegend: chart.hasLegend ?? true,
  }
}

function axisOf({ style }: Series): number {
  return style.axis ?? 1
}

function axis(number: number, options: AxisOptions): Axis {
  return {
    label: options.label ?? '',
    format: formatOf(options),
    minimum: options.minimum ?? null,
    maximum: options.maximum ?? null,
    side: options.side ?? (number % 2 === 1 ? 'left' : 'right'),
  }
}

function formatOf({ units, decimals }: AxisOptions): NumberFormat {
  const unit = unitOf(units)
  if (decimals !== undefined) return { decimalsMin: decimals, decimalsMax: decimals, unit }
  return { ...plainNumber, decimalsMax: 2, unit }
}

/** One of those that `signatures` lists; the page writes other units of amounts behind the figure. */
function unitOf(units = 'none'): NumberFormat['unit'] {
  const [kind = 'none', first = '', second = ''] = units.split(':')
  switch (kind) {
    case 'none':
    case 'percent':
    case 'bytes':
      return { kind }
    case 'custom':
      return { kind: 'affix', before: first, after: second }
    case 'currency':
      return { kind, code: first }
    default:
      return { kind: 'affix', before: '', after: ` ${kind}` }
  }
}

/** A series that says nothing of itself is a line; one that says several things is drawn as each. */
function marksOf({ label, points, style }: Series, axisIndex: number): ChartSeries[] {
  const base = {
    label,
    ...(style.colour === undefined ? {} : { colour: style.colour }),
    axis: axisIndex,
    points,
    width: 0,
    fill: 1,
    isStacked: false,
    isStepped: false,
  }
  const marks: ChartSeries[] = []
  if (style.bars !== undefined) {
    marks.push({ ...base, mark: 'bars', isStacked: style.bars.isStacked })
  }
  if (style.points?.isShown === true) {
    marks.push({ ...base, mark: 'points', width: style.points.radius })
  }
  const line = style.lines ?? (marks.length === 0 ? plainLine : undefined)
  if (line?.isShown !== true) return marks
  const { width, fill, isStacked, isStepped } = line
  return [...marks, { ...base, mark: 'line', width, fill: fill / 10, isStacked, isStepped }]
}

const plainLine = { isShown: true, width: 2, fill: 0, isStacked: false, isStepped: false }
