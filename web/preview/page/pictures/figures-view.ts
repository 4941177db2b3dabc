import type { Figure, FiguresPicture } from '../../../../dashboards/panels/picture.ts'
import { mayMove } from '../charts/chart-canvas.ts'
import { countTo } from './count-to.ts'
import { element } from '../elements/element.ts'
import { exactValue } from '../elements/figure-element.ts'
import { figuresLayout } from './figures-layout.ts'
import { numberFormatter, writings } from '../words/format.ts'
import type { PictureView } from './picture-view.ts'
import { measureIn } from '../words/text-width.ts'

/** Large figures beside each other, which count to their new values. */
export class FiguresView implements PictureView<FiguresPicture> {
  readonly root: HTMLElement
  readonly #list = element('dl')
  readonly #observer: ResizeObserver
  #figures: readonly Figure[] = []
  #fields: HTMLDataElement[] = []

  constructor() {
    this.root = element('div', { class: 'figures' }, this.#list)
    this.#observer = new ResizeObserver(() => {
      this.redraw()
    })
    this.#observer.observe(this.root)
  }

  show({ figures }: FiguresPicture): void {
    const before = this.#figures
    this.#figures = figures
    const labels = (all: readonly Figure[]) => all.map(({ label }) => label).join('\n')
    const isSame = this.#fields.length > 0 && labels(before) === labels(figures)
    if (!isSame) this.#make(figures)
    figures.forEach(({ value }, position) => {
      this.#fields[position]?.setAttribute('value', exactValue(value))
    })
    this.redraw()
    if (isSame && mayMove()) this.#count(before)
  }

  redraw(): void {
    const { clientHeight, clientWidth: widthPx } = this.root
    if (widthPx === 0) return
    const heightPx = matchMedia('(width < 760px)').matches ? Infinity : clientHeight
    const texts = this.#figures.map(({ format, label, value }) => ({
      label,
      writings: writings(format, value),
    }))
    const measure = measureIn(`650 100px ${getComputedStyle(this.#list).fontFamily}`)
    const layout = figuresLayout(texts, { heightPx, widthPx, measure })
    this.#list.style.setProperty('--columns', String(layout.columns))
    this.#list.style.setProperty('--size', `${layout.sizePx}px`)
    this.#fields.forEach((field, position) => {
      const [whole] = texts[position]?.writings ?? ['']
      const text = layout.texts[position] ?? ''
      field.textContent = text
      field.title = text === whole ? '' : whole
    })
  }

  dispose(): void {
    this.#observer.disconnect()
  }

  #make(figures: readonly Figure[]): void {
    this.#fields = figures.map(() => element('data'))
    this.#list.replaceChildren(
      ...figures.map(({ label }, position) =>
        element(
          'div',
          {},
          element('dt', {}, label),
          element('dd', {}, this.#fields[position] ?? ''),
        ),
      ),
    )
  }

  /** Moments do not count: the seconds between two would mean nothing. */
  #count(before: readonly Figure[]): void {
    this.#figures.forEach(({ format, value }, position) => {
      const [field, from] = [this.#fields[position], before[position]?.value ?? null]
      if (field === undefined || from === null || value === null || from === value) return
      if (format.unit.kind !== 'time') countTo(field, { from, to: value, write: numberFormatter(format) }) // prettier-ignore
    })
  }
}
