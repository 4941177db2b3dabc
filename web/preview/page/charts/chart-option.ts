import type { ChartPicture, ChartSeries } from '../../../../dashboards/panels/picture.ts'
import { chartFont, type ChartSize, timeAxis, topOf, valueAxis } from './axis-option.ts'
import { areaColour, colourAt, type ChartColours } from './chart-colours.ts'
import type { ChartOption, SeriesOption } from './chart-library.ts'
import { chartTooltip } from './chart-tooltip.ts'
import { tooltipOption } from './tooltip-content.ts'

interface Surroundings {
  readonly colours: ChartColours
  readonly size: ChartSize
  /** Figures that change move to where they are now. */
  readonly isMoving: boolean
  /** Labels of the series that the reader has hidden. */
  readonly hidden?: ReadonlySet<string>
}

/** What ECharts draws for a picture over time. */
export function chartOption(
  picture: ChartPicture,
  { colours, size, isMoving, hidden = new Set() }: Surroundings,
): ChartOption {
  const { axes, series } = picture
  const ids = idsOf(series)
  const shown = series.filter(({ label }) => !hidden.has(label))
  const first = shown.find((one) => !isNothing(one)) ?? shown[0]
  return {
    ...movement(isMoving),
    textStyle: { fontFamily: chartFont },
    grid: { left: 4, right: 12, top: topOf(axes), bottom: 6, outerBoundsMode: 'same' },
    xAxis: timeAxis(picture, size.width, colours),
    yAxis: axes.map((axis, position) => ({
      ...valueAxis(axis, size, colours, largestOn(position, shown)),
      id: String(position),
      // The lines of the first axis serve both.
      ...(position === 0 ? {} : { alignTicks: true, splitLine: { show: false } }),
    })),
    series: series.map((one, position) => ({
      ...seriesOption(one, {
        picture,
        colours,
        position,
        width: size.width,
        opacity: isNothing(one) && one !== first ? 0 : 1,
      }),
      id: ids[position] ?? '',
    })),
    tooltip: {
      ...tooltipOption,
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: colours.muted, type: 'dashed' } },
      formatter: (points) => chartTooltip(picture, points),
    },
  }
}

/**
 * A line that is 0 throughout. Drawn over the others, it would look like something; they say as much
 * by its name in the legend, and by its figure beside the pointer.
 */
function isNothing({ mark, points }: ChartSeries): boolean {
  return mark === 'line' && points.every(([, value]) => value === null || value === 0)
}

/** The largest figure on an axis; of a stack, that of its top. */
function largestOn(axis: number, series: readonly ChartSeries[]): number {
  const tops = new Map<string, number>()
  series.forEach(({ axis: own, isStacked, mark, points }, position) => {
    if (own !== axis) return
    for (const [time, value] of points) {
      const place = `${isStacked ? mark : position} ${time}`
      tops.set(place, (tops.get(place) ?? 0) + (value ?? 0))
    }
  })
  return Math.max(0, ...tops.values())
}

/** At most 300 ms, never when drawn first, evenly: a line that slows down seems to hesitate. */
export function movement(isMoving: boolean): ChartOption {
  return {
    animation: isMoving,
    animationDuration: 0,
    animationDurationUpdate: 300,
    animationEasingUpdate: 'linear',
  }
}

/** Whether figures may move from one picture to the other: only when they are of the same times. */
export function isSuccessor(picture: ChartPicture, before: ChartPicture | undefined): boolean {
  if (before === undefined || picture.intervalMs !== before.intervalMs) return false
  const spanMs = picture.toMs - picture.fromMs
  const shiftMs = Math.abs(picture.fromMs - before.fromMs) + Math.abs(picture.toMs - before.toMs)
  return shiftMs < spanMs / 4
}

/** The colour of a series, by its position. */
export function colourOf({ colour }: { readonly colour?: string }, position: number): string {
  return colour ?? colourAt(position)
}

/** Points of the kind that a series is at a time: bars stand in the middle of their interval. */
export function timeShown({ mark }: ChartSeries, timeMs: number, intervalMs: number): number {
  return mark === 'bars' ? timeMs + intervalMs / 2 : timeMs
}

/** Stays the same while figures change, so that ECharts knows which series is which. */
function idsOf(series: readonly ChartSeries[]): string[] {
  const counts = new Map<string, number>()
  return series.map(({ label, mark }) => {
    const name = `${mark} ${label}`
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return `${name} ${count}`
  })
}

interface SeriesPlace {
  readonly picture: ChartPicture
  readonly colours: ChartColours
  readonly position: number
  /** Of the chart, in pixels. */
  readonly width: number
  /** Of a line; said always, as ECharts remembers what it was told before. */
  readonly opacity: number
}

function seriesOption(series: ChartSeries, place: SeriesPlace): SeriesOption {
  const { picture, colours, opacity, position, width } = place
  const { axis, isStacked, label, mark, points } = series
  const colour = colourOf(series, position)
  const base = {
    name: label,
    yAxisIndex: axis,
    color: colour,
    data: points.map(([time, value]) => [timeShown(series, time, picture.intervalMs), value]),
    // Points are known by their time, so that each moves up or down and none sideways.
    encode: { x: 0, y: 1, itemId: 0 },
    emphasis: { disabled: true },
    ...(isStacked ? { stack: `${mark} ${axis}` } : {}),
  }
  switch (mark) {
    case 'bars':
      return { ...base, type: 'bar', ...barShape(picture, width, isStacked, colours) }
    case 'points':
      return { ...base, type: 'scatter', symbolSize: series.width * 2 }
    case 'line':
      return {
        ...base,
        type: 'line',
        // Lines can be clicked, not only the points on them; an area where it can be chosen.
        triggerEvent: series.narrowing === undefined ? 'line' : true,
        showSymbol: points.length === 1,
        step: series.isStepped ? 'end' : false,
        lineStyle: { width: series.width, opacity },
        itemStyle: { opacity },
        ...(series.fill === 0 ? {} : { areaStyle: areaStyle(series, colour) }),
      }
  }
}

/** An area that stands alone fades towards its foot; where areas meet, or hang, they are flat. */
function areaStyle({ fill, isStacked, points }: ChartSeries, colour: string) {
  const hangs = points.some(([, value]) => value !== null && value < 0)
  return isStacked || hangs ? { opacity: fill } : { opacity: fill, color: areaColour(colour) }
}

/** Four fifths of an interval for all that stand beside each other; ECharts would guess. */
function barShape(picture: ChartPicture, width: number, isStacked: boolean, colours: ChartColours) {
  const { fromMs, intervalMs, series, toMs } = picture
  const stacks = new Set(
    series.flatMap(({ axis, isStacked: stacks, mark }, position) =>
      mark === 'bars' ? [stacks ? `stack ${axis}` : `bars ${position}`] : [],
    ),
  )
  const axisWidth = Math.max(50, width - 60)
  const slot = (axisWidth * intervalMs * 0.8) / (toMs - fromMs) / Math.max(1, stacks.size)
  const isWide = slot > 5
  return {
    barWidth: Math.max(1, slot),
    barGap: '0%',
    itemStyle: {
      borderRadius: isWide && !isStacked ? [2, 2, 0, 0] : 0,
      // A gap between the parts of a stack.
      ...(isWide && isStacked ? { borderColor: colours.panel, borderWidth: 0.5 } : {}),
    },
  }
}
