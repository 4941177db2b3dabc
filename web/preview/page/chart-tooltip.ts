import type { ChartPicture, ChartSeries } from '../../../dashboards/panels/picture.ts'
import { element } from './element.ts'
import { bucketFormatter, numberFormatter } from './format.ts'

/**
 * What stands beside the pointer: the bucket's time, and the figure of every series there.
 *
 * Made of elements, because labels are values of events, and ECharts takes text for HTML.
 */
export function tooltipContent(picture: ChartPicture, points: unknown): HTMLElement {
  const shown = (Array.isArray(points) ? points : [points]) as readonly TooltipPoint[]
  const rows = shown.flatMap((point) => {
    const series = picture.series[point.seriesIndex]
    return series === undefined ? [] : [tooltipRow(picture, series, point)]
  })
  const time = shown[0] === undefined ? '' : bucketTime(picture, shown[0])
  return element('div', { class: 'tooltip-content' }, element('p', {}, time), ...rows)
}

/** What is read of ECharts' parameters. */
interface TooltipPoint {
  readonly seriesIndex: number
  readonly dataIndex: number
  readonly color: string
}

function bucketTime(picture: ChartPicture, { seriesIndex, dataIndex }: TooltipPoint): string {
  const timeMs = picture.series[seriesIndex]?.points[dataIndex]?.[0]
  return timeMs === undefined ? '' : bucketFormatter(picture.intervalMs)(timeMs)
}

function tooltipRow(picture: ChartPicture, series: ChartSeries, point: TooltipPoint): HTMLElement {
  const format = picture.axes[series.axis]?.format
  const value = series.points[point.dataIndex]?.[1] ?? null
  const written = format === undefined ? String(value) : numberFormatter(format)(value)
  return element(
    'div',
    { class: 'tooltip-row' },
    swatch(point.color),
    element('span', {}, series.label),
    element('strong', {}, written),
  )
}

/** A small square in the colour of a series. */
export function swatch(colour: string): HTMLElement {
  const square = element('i', { class: 'swatch', 'aria-hidden': 'true' })
  square.style.backgroundColor = colour
  return square
}
