import type { Axis, ChartPicture, ChartSeries } from '../../../dashboards/panels/picture.ts'
import { colourAt, type ChartColours } from './chart-colours.ts'
import type { ChartOption, SeriesOption } from './chart-library.ts'
import { tooltipContent } from './chart-tooltip.ts'
import { numberFormatter, tickFormatter } from './format.ts'
import { timeTicks } from './time-ticks.ts'

interface Surroundings {
  readonly colours: ChartColours
  /** Of the chart, in pixels. */
  readonly width: number
}

const font = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'

/** What ECharts draws for a picture. Nothing moves by itself: figures change, they do not dance. */
export function chartOption(picture: ChartPicture, { colours, width }: Surroundings): ChartOption {
  const { fromMs, toMs, series, axes } = picture
  const ticks = timeTicks(fromMs, toMs, Math.max(2, Math.floor(width / 72)))
  const tick = tickFormatter(toMs - fromMs)
  return {
    animation: false,
    textStyle: { fontFamily: font },
    grid: { left: 4, right: 12, top: 12, bottom: 2, outerBoundsMode: 'same' },
    xAxis: {
      type: 'time',
      min: fromMs,
      max: toMs,
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: {
        color: colours.muted,
        fontSize: 11,
        customValues: ticks,
        formatter: tick,
      },
    },
    yAxis: axes.map((axis) => valueAxis(axis, colours)),
    series: series.map((one, position) => seriesOption(one, position, { picture, width })),
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      className: 'tooltip',
      padding: 0,
      borderWidth: 0,
      backgroundColor: 'transparent',
      axisPointer: { type: 'line', lineStyle: { color: colours.muted, type: 'dashed' } },
      formatter: (points) => tooltipContent(picture, points),
    },
  }
}

/** The colour of a series, by its position. */
export function colourOf({ colour }: ChartSeries, position: number): string {
  return colour ?? colourAt(position)
}

/** Points of the kind that a series is at a time: bars stand in the middle of their interval. */
export function timeShown({ mark }: ChartSeries, timeMs: number, intervalMs: number): number {
  return mark === 'bars' ? timeMs + intervalMs / 2 : timeMs
}

function valueAxis({ format, label, maximum, minimum, side }: Axis, colours: ChartColours) {
  const write = numberFormatter(format, { isShort: true })
  return {
    type: 'value' as const,
    position: side,
    ...(label === '' ? {} : { name: label, nameTextStyle: { color: colours.muted } }),
    ...(minimum === null ? {} : { min: minimum }),
    ...(maximum === null ? {} : { max: maximum }),
    splitNumber: 4,
    splitLine: { lineStyle: { color: colours.line } },
    axisLabel: { color: colours.muted, fontSize: 11, formatter: write },
  }
}

interface SeriesSurroundings {
  readonly picture: ChartPicture
  readonly width: number
}

function seriesOption(
  series: ChartSeries,
  position: number,
  { picture, width }: SeriesSurroundings,
): SeriesOption {
  const { axis, isStacked, label, mark, points } = series
  const base = {
    name: label,
    yAxisIndex: axis,
    color: colourOf(series, position),
    data: points.map(([time, value]) => [timeShown(series, time, picture.intervalMs), value]),
    emphasis: { disabled: true },
    ...(isStacked ? { stack: `${mark} ${axis}` } : {}),
  }
  switch (mark) {
    case 'bars':
      return { ...base, type: 'bar', barWidth: barWidth(picture, width) }
    case 'points':
      return { ...base, type: 'scatter', symbolSize: series.width * 2 }
    case 'line':
      return {
        ...base,
        type: 'line',
        showSymbol: points.length === 1,
        step: series.isStepped ? 'end' : false,
        lineStyle: { width: series.width },
        ...(series.fill === 0 ? {} : { areaStyle: { opacity: series.fill } }),
      }
  }
}

/** Four fifths of what an interval is wide; ECharts would guess from the bars that are there. */
function barWidth({ fromMs, intervalMs, toMs }: ChartPicture, width: number): number {
  const axisWidth = Math.max(50, width - 60)
  return Math.max(1, (axisWidth * intervalMs * 0.8) / (toMs - fromMs))
}
