import type { ChartPicture } from '../../../../dashboards/panels/picture.ts'
import { timeAxis } from '../charts/axis-option.ts'
import { ChartCanvas, mayMove } from '../charts/chart-canvas.ts'
import { readColours } from '../charts/chart-colours.ts'
import { chartSentence } from '../charts/chart-sentence.ts'
import type { Chart } from '../charts/chart-library.ts'
import { chartOption, isSuccessor } from '../charts/chart-option.ts'
import { element } from '../elements/element.ts'
import { LegendView } from './legend-view.ts'
import type { PageActions } from '../state/page-actions.ts'
import type { PictureView } from './picture-view.ts'
import { TimeBrush } from '../charts/time-brush.ts'
import { TimeCursor } from '../charts/time-cursor.ts'
import { timeAt, type TimeScale, type TimeSpan } from '../charts/time-span.ts'

/** A chart over time that stays where it is while its figures change. */
export class ChartView implements PictureView<ChartPicture> {
  readonly root: HTMLElement
  readonly #title: string
  readonly #actions: PageActions
  readonly #canvas: ChartCanvas
  readonly #legend: LegendView
  readonly #brush: TimeBrush
  #picture: ChartPicture | undefined
  /** What the axis shows; while the page is live, it moves on from that of the picture. */
  #span: TimeSpan = { fromMs: 0, toMs: 0 }

  constructor(title: string, actions: PageActions) {
    this.#title = title
    this.#actions = actions
    this.#canvas = new ChartCanvas({
      onResize: () => {
        this.redraw()
      },
      onMade: (chart) => {
        this.#listen(chart)
      },
    })
    this.#legend = new LegendView(actions, () => {
      this.redraw()
    })
    const onChosen = (span: TimeSpan) => {
      actions.zoom(span.fromMs, span.toMs)
    }
    const canvas = this.#canvas.root
    this.#brush = new TimeBrush({
      canvas,
      scale: () => this.#scale(),
      // What the pointer passes meanwhile is not read.
      onChoosing: (isChoosing) => {
        this.#canvas.chart?.setOption({ tooltip: { show: !isChoosing } })
      },
      onChosen,
    })
    this.#startCursor(onChosen)
    const plot = element('div', { class: 'plot over-time' }, canvas, this.#brush.band)
    this.root = element('div', { class: 'chart' }, this.#legend.root, plot)
  }

  show(picture: ChartPicture): void {
    const isMoving = isSuccessor(picture, this.#picture) && mayMove()
    this.#picture = picture
    this.#span = picture
    this.#canvas.describe(chartSentence(this.#title, picture))
    this.#legend.show(picture)
    this.#draw(isMoving)
  }

  redraw(): void {
    this.#draw(false)
  }

  slide(fromMs: number, toMs: number): void {
    const chart = this.#canvas.chart
    const scale = this.#scale()
    if (chart === undefined || scale === undefined) return
    const msOfPixel = (scale.toMs - scale.fromMs) / Math.max(1, scale.rightPx - scale.leftPx)
    // What nobody can see is not drawn: half a pixel of a day is a minute.
    if (Math.abs(toMs - this.#span.toMs) < msOfPixel / 2) return
    this.#span = { fromMs, toMs }
    chart.setOption(
      { animation: false, xAxis: timeAxis(this.#span, chart.getWidth(), readColours()) },
      { lazyUpdate: true },
    )
  }

  dispose(): void {
    this.#brush.cancel()
    this.#legend.dispose()
    this.#canvas.dispose()
  }

  #draw(isMoving: boolean): void {
    if (this.#picture === undefined) return
    const picture = { ...this.#picture, ...spanOf(this.#span) }
    const { hidden } = this.#legend
    this.#canvas.draw((size) => ({
      ...chartOption(picture, { colours: readColours(), size, isMoving, hidden }),
      legend: this.#legend.option,
    }))
  }

  #listen(chart: Chart): void {
    chart.on('click', (clicked) => {
      const series = this.#picture?.series[clicked.seriesIndex ?? -1]
      if (this.#picture === undefined || series === undefined) return
      if (series.narrowing !== undefined) {
        this.#actions.narrow(series.narrowing)
        return
      }
      const offsetPx = (clicked.event as { readonly offsetX?: number } | undefined)?.offsetX
      const fromMs = this.#bucketAt(series.points[clicked.dataIndex]?.[0], offsetPx)
      if (fromMs !== undefined) this.#actions.zoom(fromMs, fromMs + this.#picture.intervalMs)
    })
  }

  /** Of a line that was clicked between its points, that to the left. */
  #bucketAt(pointMs: number | undefined, offsetPx: number | undefined): number | undefined {
    const scale = this.#scale()
    if (pointMs !== undefined || offsetPx === undefined || scale === undefined) return pointMs
    const timeMs = timeAt(offsetPx, scale)
    return bucketTimes(this.#picture).findLast((bucketMs) => bucketMs <= timeMs)
  }

  #startCursor(onChosen: (span: TimeSpan) => void): void {
    new TimeCursor({
      canvas: this.#canvas.root,
      buckets: () => ({
        timesMs: bucketTimes(this.#picture),
        intervalMs: this.#picture?.intervalMs ?? 0,
      }),
      onMove: (timeMs, span) => {
        this.#brush.show(span)
        this.#showTip(timeMs)
      },
      onLeave: () => {
        this.#brush.cancel()
        this.#canvas.chart?.dispatchAction({ type: 'hideTip' })
      },
      onChosen,
    })
  }

  /** Of the bucket that begins then. */
  #showTip(timeMs: number): void {
    const { hidden } = this.#legend
    this.#picture?.series.forEach(({ label, points }, seriesIndex) => {
      const dataIndex = hidden.has(label) ? -1 : points.findIndex(([time]) => time === timeMs)
      if (dataIndex < 0) return
      this.#canvas.chart?.dispatchAction({ type: 'showTip', seriesIndex, dataIndex })
    })
  }

  /** Undefined while nothing is drawn. */
  #scale(): TimeScale | undefined {
    const { fromMs, toMs } = this.#span
    const chart = this.#canvas.chart
    const at = (timeMs: number) => Number(chart?.convertToPixel({ xAxisIndex: 0 }, timeMs))
    const [leftPx, rightPx] = [at(fromMs), at(toMs)]
    if (Number.isNaN(leftPx) || Number.isNaN(rightPx)) return undefined
    return { fromMs, toMs, leftPx, rightPx }
  }
}

function spanOf({ fromMs, toMs }: TimeSpan): TimeSpan {
  return { fromMs, toMs }
}

/** Of every series, in order. */
function bucketTimes(picture: ChartPicture | undefined): number[] {
  const points = picture?.series.flatMap((series) => series.points) ?? []
  return [...new Set(points.map(([timeMs]) => timeMs))].sort((one, other) => one - other)
}
