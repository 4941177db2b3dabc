import type { NumberFormat, PiePicture } from '../../../../dashboards/panels/picture.ts'
import { chartFont } from '../charts/axis-option.ts'
import { ChartCanvas, mayMove } from '../charts/chart-canvas.ts'
import { type ChartColours, readColours } from '../charts/chart-colours.ts'
import type { Chart, ChartOption } from '../charts/chart-library.ts'
import { movement } from '../charts/chart-option.ts'
import { chartSentence } from '../charts/chart-sentence.ts'
import { element } from '../elements/element.ts'
import { figureElement } from '../elements/figure-element.ts'
import { numberFormatter } from '../words/format.ts'
import { keepFocus } from '../elements/keep-focus.ts'
import type { PageActions } from '../state/page-actions.ts'
import type { PictureView } from './picture-view.ts'
import { type DrawnSlice, drawnSlices, totalOf } from '../charts/pie-slices.ts'
import { swatch } from '../elements/swatch.ts'
import { tooltipContent, tooltipOption } from '../charts/tooltip-content.ts'

/** The parts of a whole: a ring with the whole in the middle, and a row for each part. */
export class PieView implements PictureView<PiePicture> {
  readonly root: HTMLElement
  readonly #title: string
  readonly #actions: PageActions
  readonly #canvas: ChartCanvas
  readonly #total = element('p', { class: 'pie-total' })
  readonly #rows = element('ol', { class: 'pie-rows' })
  #picture: PiePicture | undefined
  #slices: readonly DrawnSlice[] = []

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
    const ring = element('div', { class: 'pie-ring' }, this.#canvas.root, this.#total)
    this.root = element('div', { class: 'pie' }, element('div', { class: 'pie-parts' }, ring, this.#rows)) // prettier-ignore
  }

  show(picture: PiePicture): void {
    const isMoving = this.#picture !== undefined && mayMove()
    const { format, label, slices } = picture
    this.#picture = picture
    this.#slices = drawnSlices(picture)
    this.#canvas.describe(chartSentence(this.#title, picture))
    const write = numberFormatter(format, { isShort: true })
    this.root.classList.toggle('whole', !picture.isDonut)
    this.#total.replaceChildren(figureElement(totalOf(slices), write), element('span', {}, label))
    this.#total.title = numberFormatter(format)(totalOf(slices))
    keepFocus(this.#rows, () => {
      this.#rows.replaceChildren(...this.#slices.map((slice, at) => this.#row(slice, at, format)))
    })
    this.#draw(isMoving)
  }

  redraw(): void {
    this.#draw(false)
  }

  dispose(): void {
    this.#canvas.dispose()
  }

  #row(slice: DrawnSlice, position: number, format: NumberFormat): HTMLElement {
    const { colour, label, narrowing, share, value } = slice
    const content = [
      swatch(colour),
      element('span', { class: 'pie-label', title: label }, label),
      figureElement(value, numberFormatter(format)),
      figureElement(share, numberFormatter(shareFormat)),
    ]
    const light = (type: 'highlight' | 'downplay') => () => {
      this.#canvas.chart?.dispatchAction({ type, seriesIndex: 0, dataIndex: position })
    }
    const row =
      narrowing === null
        ? element('div', { class: 'pie-row' }, ...content)
        : element('button', { class: 'pie-row', type: 'button' }, ...content)
    row.addEventListener('click', () => {
      if (narrowing !== null) this.#actions.narrow(narrowing)
    })
    row.addEventListener('pointerenter', light('highlight'))
    row.addEventListener('pointerleave', light('downplay'))
    return element('li', {}, row)
  }

  #draw(isMoving: boolean): void {
    const picture = this.#picture
    if (picture === undefined) return
    this.#canvas.draw(() => pieOption(picture, this.#slices, readColours(), isMoving))
  }

  #listen(chart: Chart): void {
    chart.on('click', ({ dataIndex }) => {
      const narrowing = this.#slices[dataIndex]?.narrowing ?? null
      if (narrowing !== null) this.#actions.narrow(narrowing)
    })
  }
}

const shareFormat = { decimalsMin: 1, decimalsMax: 1, unit: { kind: 'percent' } } as const

function pieOption(
  { format, isDonut }: PiePicture,
  slices: readonly DrawnSlice[],
  colours: ChartColours,
  isMoving: boolean,
): ChartOption {
  const write = numberFormatter(format)
  return {
    ...movement(isMoving),
    textStyle: { fontFamily: chartFont },
    series: {
      type: 'pie',
      id: 'slices',
      radius: isDonut ? ['66%', '96%'] : [0, '96%'],
      label: { show: false },
      // Slices are parted by a line, not by colour alone.
      itemStyle: { borderColor: colours.panel, borderWidth: 2, borderRadius: 3 },
      emphasis: { scale: false, focus: 'self' },
      blur: { itemStyle: { opacity: 0.35 } },
      data: slices.map(({ colour, label, narrowing, value }) => ({
        name: label,
        value: Math.max(0, value ?? 0),
        itemStyle: { color: colour },
        cursor: narrowing === null ? 'default' : 'pointer',
      })),
    },
    tooltip: {
      ...tooltipOption,
      trigger: 'item',
      formatter: (point) => {
        const slice = slices[(point as { readonly dataIndex: number }).dataIndex]
        if (slice === undefined) return ''
        const { colour, share, value } = slice
        return tooltipContent(slice.label, [
          { label: 'Value', colour, value, write },
          { label: 'Share', colour, value: share, write: numberFormatter(shareFormat) },
        ])
      },
    },
  }
}
