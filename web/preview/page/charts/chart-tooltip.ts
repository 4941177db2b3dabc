import type { ChartPicture, ChartSeries } from '../../../../dashboards/panels/picture.ts'
import { bucketFormatter, numberFormatter } from '../words/format.ts'
import { tooltipContent, type TooltipRow } from './tooltip-content.ts'

/** What stands beside the pointer: the bucket's time, and the figure of every series there. */
export function chartTooltip(picture: ChartPicture, points: unknown): HTMLElement {
  const shown = (Array.isArray(points) ? points : [points]) as readonly TooltipPoint[]
  const time = shown[0] === undefined ? '' : bucketTime(picture, shown[0])
  return tooltipContent(time, tooltipRows(picture, shown))
}

/** What is read of ECharts' parameters. */
export interface TooltipPoint {
  readonly seriesIndex: number
  readonly dataIndex: number
  readonly color: string
}

function bucketTime(picture: ChartPicture, { seriesIndex, dataIndex }: TooltipPoint): string {
  const timeMs = picture.series[seriesIndex]?.points[dataIndex]?.[0]
  return timeMs === undefined ? '' : bucketFormatter(picture.intervalMs)(timeMs)
}

/** As they stand: stacked ones from the top of the stack down, with their total, then the others. */
export function tooltipRows(picture: ChartPicture, points: readonly TooltipPoint[]): TooltipRow[] {
  const found = points.flatMap((point) => {
    const series = picture.series[point.seriesIndex]
    return series === undefined ? [] : [{ series, row: rowOf(picture, series, point) }]
  })
  const stacked = found.filter(({ series }) => series.isStacked)
  const others = found.filter(({ series }) => !series.isStacked)
  return [
    ...stacked.map(({ row }) => row).reverse(),
    ...totalOf(stacked),
    ...others.map(({ row }) => row),
  ]
}

interface Found {
  readonly series: ChartSeries
  readonly row: TooltipRow
}

/** Of one stack of several; two stacks have nothing in common. */
function totalOf(stacked: readonly Found[]): TooltipRow[] {
  const stacks = new Set(stacked.map(({ series: { axis, mark } }) => `${mark} ${axis}`))
  const [first] = stacked
  if (first === undefined || stacked.length < 2 || stacks.size > 1) return []
  const value = stacked.reduce((sum, { row }) => sum + (row.value ?? 0), 0)
  return [{ label: 'Total', value, write: first.row.write }]
}

function rowOf(picture: ChartPicture, series: ChartSeries, point: TooltipPoint): TooltipRow {
  const format = picture.axes[series.axis]?.format
  return {
    label: series.label,
    colour: point.color,
    value: series.points[point.dataIndex]?.[1] ?? null,
    write: format === undefined ? String : numberFormatter(format),
  }
}
