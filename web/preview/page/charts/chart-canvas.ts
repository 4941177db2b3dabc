import type { ChartSize } from './axis-option.ts'
import { type Chart, type ChartOption, echarts } from './chart-library.ts'
import { element } from '../elements/element.ts'

/** Where ECharts draws: made when it has a size, and drawn again when it has another. */
export class ChartCanvas {
  readonly root: HTMLElement
  readonly #observer: ResizeObserver
  readonly #onMade: (chart: Chart) => void
  #chart: Chart | undefined

  constructor(options: { onResize: () => void; onMade?: (chart: Chart) => void }) {
    this.root = element('div', { class: 'canvas', role: 'img' })
    this.#onMade = options.onMade ?? (() => {})
    this.#observer = new ResizeObserver(options.onResize)
    this.#observer.observe(this.root)
  }

  /** Undefined while nothing has been drawn. */
  get chart(): Chart | undefined {
    return this.#chart
  }

  /** A sentence for who cannot see it. */
  describe(sentence: string): void {
    this.root.setAttribute('aria-label', sentence)
  }

  /** Draws; not while it has no size, because it is not on the page. */
  draw(makeOption: (size: ChartSize) => ChartOption): void {
    const { clientHeight: height, clientWidth: width } = this.root
    if (width === 0 || height === 0) return
    this.#chart ??= this.#make()
    const chart = this.#chart
    if (chart.getWidth() !== width || chart.getHeight() !== height) chart.resize()
    chart.setOption(makeOption({ width, height }), { replaceMerge: ['series', 'yAxis'] })
  }

  dispose(): void {
    this.#observer.disconnect()
    this.#chart?.dispose()
  }

  #make(): Chart {
    const chart = echarts.init(this.root, undefined, { useCoarsePointer: true, pointerSize: 12 })
    this.#onMade(chart)
    return chart
  }
}

/** Whether things may move: not for readers who asked their system that they do not. */
export function mayMove(): boolean {
  return !matchMedia('(prefers-reduced-motion: reduce)').matches
}
