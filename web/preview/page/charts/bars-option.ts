import type { BarsPicture, BarsSeries } from '../../../../dashboards/panels/picture.ts'
import { chartFont, type ChartSize, labelSize, topOf, valueAxis } from './axis-option.ts'
import type { ChartColours } from './chart-colours.ts'
import type { ChartOption, SeriesOption } from './chart-library.ts'
import { colourOf, movement } from './chart-option.ts'
import { numberFormatter } from '../words/format.ts'
import { both } from './narrowing-choices.ts'
import { textWidth } from '../words/text-width.ts'
import { tooltipContent, tooltipOption, type TooltipRow } from './tooltip-content.ts'

interface Surroundings {
  readonly colours: ChartColours
  readonly size: ChartSize
  readonly isMoving: boolean
  /** There are more bars than the panel has room for, so that its foot is out of sight. */
  readonly isScrolled: boolean
}

/** Whether bars stand upright: when every name has room below its own, or lines join the places. */
export function isUpright({ places, series }: BarsPicture, width: number): boolean {
  if (series.some(({ mark }) => mark === 'line')) return true
  const widest = Math.max(0, ...places.map(({ label }) => textWidth(label, labelSize)))
  return places.length <= uprightMax && (widest + 14) * places.length <= width - 60
}

const uprightMax = 24

/** In pixels: what bars that lie need so that each has room for its name. */
export function heightOfLying({ places, series }: BarsPicture): number {
  const beside = series.some(({ isStacked }) => isStacked) ? 1 : Math.max(1, series.length)
  return places.length * Math.max(20, beside * 8 + 6) + 30
}

/** What ECharts draws for bars along an axis of names. */
export function barsOption(picture: BarsPicture, surroundings: Surroundings): ChartOption {
  const { axis, places, series } = picture
  const { colours, size, isMoving, isScrolled } = surroundings
  const upright = isUpright(picture, size.width)
  const names = {
    type: 'category' as const,
    data: places.map(({ label }) => label),
    triggerEvent: true,
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: {
      color: colours.muted,
      fontSize: labelSize,
      hideOverlap: true,
      // Each has room; only names below a line may not.
      interval: series.some(({ mark }) => mark === 'line') ? ('auto' as const) : 0,
      ...(upright
        ? {}
        : { width: Math.min(size.width * 0.38, 200), overflow: 'truncate' as const }),
    },
  }
  const label = upright ? axis.label : ''
  const figures = valueAxis({ ...axis, label, side: 'left' }, size, colours, largestOf(series))
  return {
    ...movement(isMoving),
    textStyle: { fontFamily: chartFont },
    grid: {
      left: 4,
      right: upright ? 12 : 48,
      top: upright ? Math.max(topOf([{ ...axis, label }]), 18) : 4,
      bottom: 6,
      outerBoundsMode: 'same',
    },
    xAxis: upright ? names : { ...figures, position: isScrolled ? 'top' : 'bottom', splitNumber: Math.max(2, Math.min(5, Math.floor(size.width / 110))) }, // prettier-ignore
    // The first name of lying bars is above the others.
    yAxis: { ...(upright ? figures : { ...names, inverse: true }), id: '0' },
    series: series.map((one, position) =>
      seriesOption(one, { picture, position, upright, colours }),
    ),
    tooltip: {
      ...tooltipOption,
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (points) => barsTooltip(picture, points),
    },
  }
}

/** Over all places, of bars that stand beside each other. */
function largestOf(series: readonly BarsSeries[]): number {
  return Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)))
}

interface SeriesPlace {
  readonly picture: BarsPicture
  readonly position: number
  readonly upright: boolean
  readonly colours: ChartColours
}

function seriesOption(series: BarsSeries, place: SeriesPlace): SeriesOption {
  const { picture, position, upright, colours } = place
  const base = {
    id: `${series.label} ${position}`,
    name: series.label,
    color: colourOf(series, position),
    emphasis: { disabled: true },
    ...(series.isStacked ? { stack: series.mark } : {}),
  }
  if (series.mark === 'line') {
    const area = series.fill === 0 ? {} : { areaStyle: { opacity: series.fill } }
    return { ...base, type: 'line', data: [...series.values], showSymbol: true, ...area }
  }
  return {
    ...base,
    type: 'bar',
    data: series.values.map((value, at) => ({
      value,
      cursor: barNarrowing(picture, at, position) === null ? 'default' : 'pointer',
    })),
    barMaxWidth: upright ? 56 : 26,
    barCategoryGap: '28%',
    itemStyle: barCorners(series, upright, colours),
    ...(picture.series.length === 1 ? { label: valueLabel(picture, upright, colours) } : {}),
  }
}

function barCorners({ isStacked }: BarsSeries, upright: boolean, colours: ChartColours) {
  if (isStacked) return { borderColor: colours.panel, borderWidth: 0.5 }
  return { borderRadius: upright ? [3, 3, 0, 0] : [0, 3, 3, 0] }
}

/** The figure beside each bar, so that nobody must measure it. */
function valueLabel({ axis, places }: BarsPicture, upright: boolean, colours: ChartColours) {
  const write = numberFormatter(axis.format, { isShort: true })
  return {
    show: places.length <= (upright ? 14 : 60),
    position: upright ? ('top' as const) : ('right' as const),
    color: colours.muted,
    fontSize: labelSize,
    formatter: ({ value }: { readonly value?: unknown }) =>
      typeof value === 'number' ? write(value) : '',
  }
}

/** What choosing a bar narrows the dashboard to. */
export function barNarrowing({ places, series }: BarsPicture, place: number, position: number) {
  return both(places[place]?.narrowing ?? null, series[position]?.narrowing ?? [])
}

interface TooltipPoint {
  readonly seriesIndex: number
  readonly dataIndex: number
  readonly color: string
}

function barsTooltip(picture: BarsPicture, points: unknown): HTMLElement {
  const shown = (Array.isArray(points) ? points : [points]) as readonly TooltipPoint[]
  const place = picture.places[shown[0]?.dataIndex ?? 0]
  return tooltipContent(place?.label ?? '', barsTooltipRows(picture, shown))
}

/** With a total when the bars stand on each other. */
export function barsTooltipRows(
  { axis, series }: BarsPicture,
  points: readonly TooltipPoint[],
): TooltipRow[] {
  const write = numberFormatter(axis.format)
  const rows = points.flatMap(({ color, dataIndex, seriesIndex }) => {
    const one = series[seriesIndex]
    return one === undefined
      ? []
      : [{ label: one.label, colour: color, value: one.values[dataIndex] ?? null, write }]
  })
  if (rows.length < 2 || !series.every(({ isStacked }) => isStacked)) return rows
  const total = rows.reduce((sum, { value }) => sum + (value ?? 0), 0)
  return [...rows.reverse(), { label: 'Total', value: total, write }]
}
