import type { BarsPicture } from '../../../../dashboards/panels/picture.ts'
import { barNarrowing, barsOption, heightOfLying, isUpright } from '../charts/bars-option.ts'
import { ChartCanvas, mayMove } from '../charts/chart-canvas.ts'
import { readColours } from '../charts/chart-colours.ts'
import type { Chart } from '../charts/chart-library.ts'
import { chartSentence } from '../charts/chart-sentence.ts'
import { element } from '../elements/element.ts'
import { LegendView } from './legend-view.ts'
import type { PageActions } from '../state/page-actions.ts'
import type { PictureView } from './picture-view.ts'

/** Bars along an axis of names; a bar and a name can be chosen. */
export class BarsView implements PictureView<BarsPicture> {
  readonly root: HTMLElement
  readonly #title: string
  readonly #actions: PageActions
  readonly #canvas: ChartCanvas
  readonly #legend: LegendView
  readonly #plot: HTMLElement
  #picture: BarsPicture | undefined

  constructor(title: string, actions: PageActions) {
    this.#title = title
    this.#actions = actions
    const redraw = () => {
      this.redraw()
    }
    this.#canvas = new ChartCanvas({
      onResize: redraw,
      onMade: (chart) => {
        this.#listen(chart)
      },
    })
    this.#legend = new LegendView(actions, redraw)
    this.#plot = element('div', { class: 'plot' }, this.#canvas.root)
    this.root = element('div', { class: 'chart bars' }, this.#legend.root, this.#plot)
  }

  show(picture: BarsPicture): void {
    const places = ({ places: all }: BarsPicture) => all.map(({ label }) => label).join('\n')
    const isSame = this.#picture !== undefined && places(this.#picture) === places(picture)
    this.#picture = picture
    this.#canvas.describe(chartSentence(this.#title, picture))
    this.#legend.show(picture)
    this.#draw(isSame && mayMove())
  }

  redraw(): void {
    this.#draw(false)
  }

  dispose(): void {
    this.#legend.dispose()
    this.#canvas.dispose()
  }

  #draw(isMoving: boolean): void {
    const picture = this.#picture
    if (picture === undefined) return
    const lies = !isUpright(picture, this.#canvas.root.clientWidth)
    // More bars than there is room for are scrolled within the panel.
    const heightPx = lies ? heightOfLying(picture) : 0
    this.root.style.setProperty('--plot-height', `${heightPx}px`)
    const isScrolled = heightPx > this.#plot.clientHeight
    // What must be scrolled can be reached by keyboard.
    this.#plot.tabIndex = isScrolled ? 0 : -1
    this.#canvas.draw((size) => ({
      ...barsOption(picture, { colours: readColours(), size, isMoving, isScrolled }),
      legend: this.#legend.option,
    }))
  }

  #listen(chart: Chart): void {
    chart.on('click', (clicked) => {
      if (this.#picture === undefined) return
      const { componentType, dataIndex, seriesIndex } = clicked
      // On an axis, it is the name of a place that was clicked.
      const narrowing =
        componentType === 'series'
          ? barNarrowing(this.#picture, dataIndex, seriesIndex ?? 0)
          : (this.#picture.places[dataIndex]?.narrowing ?? null)
      if (narrowing !== null) this.#actions.narrow(narrowing)
    })
  }
}
