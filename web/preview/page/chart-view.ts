import type { ChartPicture } from '../../../dashboards/panels/picture.ts'
import { readColours } from './chart-colours.ts'
import { type Chart, echarts } from './chart-library.ts'
import { chartOption, colourOf } from './chart-option.ts'
import { swatch } from './chart-tooltip.ts'
import { element } from './element.ts'
import { numberFormatter, periodText } from './format.ts'

/** A chart that stays where it is while its figures change. */
export class ChartView {
  readonly root: HTMLElement
  readonly #title: string
  readonly #canvas: HTMLElement
  readonly #legend: HTMLElement
  readonly #observer: ResizeObserver
  /** Labels of the series that the reader has switched off. */
  readonly #hidden = new Set<string>()
  #chart: Chart | undefined
  #picture: ChartPicture | undefined

  constructor(title: string) {
    this.#title = title
    this.#canvas = element('div', { class: 'canvas', role: 'img' })
    this.#legend = element('div', { class: 'legend', role: 'group', 'aria-label': 'Series' })
    this.root = element('div', { class: 'chart' }, this.#legend, this.#canvas)
    this.#observer = new ResizeObserver(() => {
      this.redraw()
    })
    this.#observer.observe(this.#canvas)
  }

  show(picture: ChartPicture): void {
    this.#picture = picture
    this.#canvas.setAttribute('aria-label', describe(this.#title, picture))
    this.#showLegend(picture)
    this.redraw()
  }

  /** Draws the same figures again: in another size or theme. */
  redraw(): void {
    const { clientHeight, clientWidth: width } = this.#canvas
    if (this.#picture === undefined || width === 0 || clientHeight === 0) return
    this.#chart ??= echarts.init(this.#canvas)
    this.#chart.resize()
    const option = chartOption(this.#picture, { colours: readColours(), width })
    const selected = Object.fromEntries([...this.#hidden].map((label) => [label, false]))
    this.#chart.setOption(
      { ...option, legend: { show: false, selected } },
      { replaceMerge: ['series', 'yAxis'] },
    )
  }

  dispose(): void {
    this.#observer.disconnect()
    this.#chart?.dispose()
  }

  #showLegend({ hasLegend, series }: ChartPicture): void {
    this.#legend.hidden = !hasLegend
    const labels = series.map(({ label }) => label).join('\n')
    // Made anew only when the series are others, so that focus stays where it is on a refresh.
    if (this.#legend.dataset['labels'] === labels) return
    this.#legend.dataset['labels'] = labels
    this.#legend.replaceChildren(
      ...series.map((one, position) => this.#legendEntry(one.label, colourOf(one, position))),
    )
  }

  #legendEntry(label: string, colour: string): HTMLElement {
    const isShown = !this.#hidden.has(label)
    const entry = element(
      'button',
      { type: 'button', 'aria-pressed': String(isShown), title: 'Show or hide' },
      swatch(colour),
      element('span', {}, label),
    )
    entry.addEventListener('click', () => {
      if (!this.#hidden.delete(label)) this.#hidden.add(label)
      entry.setAttribute('aria-pressed', String(!this.#hidden.has(label)))
      this.redraw()
    })
    return entry
  }
}

/** What the picture says, for who cannot see it. */
function describe(title: string, { axes, fromMs, series, toMs }: ChartPicture): string {
  const sums = series.map(({ axis, label, points }) => {
    const format = axes[axis]?.format
    const total = points.reduce((sum, [, value]) => sum + (value ?? 0), 0)
    const written = format === undefined ? String(total) : numberFormatter(format)(total)
    return `${label}: ${written} in all`
  })
  return `${title}, ${periodText(fromMs, toMs)}. ${sums.join('; ')}.`
}
