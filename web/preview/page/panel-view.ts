import type { Picture } from '../../../dashboards/panels/picture.ts'
import type { PanelOutline } from '../api.ts'
import { ChartView } from './chart-view.ts'
import { element } from './element.ts'
import { figuresView } from './figures-view.ts'
import { tableView } from './table-view.ts'
import { textView } from './text-view.ts'

/** The frame of a panel, with whatever its picture is in it. */
export class PanelView {
  readonly root: HTMLElement
  readonly #title: string
  readonly #body: HTMLElement
  #chart: ChartView | undefined

  constructor({ id, title, kind, place }: PanelOutline) {
    const headingId = `panel-${id}-title`
    this.#title = title
    this.#body = element('div', { class: 'panel-body' }, element('div', { class: 'waiting' }))
    this.root = element(
      'section',
      { class: 'panel', 'data-panel': id, 'data-kind': kind, 'aria-labelledby': headingId },
      element('h2', { id: headingId }, title),
      this.#body,
    )
    for (const [name, value] of Object.entries(place)) {
      this.root.style.setProperty(`--${name}`, String(value))
    }
  }

  show(picture: Picture): void {
    this.root.dataset['picture'] = picture.kind
    if (picture.kind === 'chart') {
      this.#chartView().show(picture)
      return
    }
    this.#dropChart()
    this.#body.replaceChildren(still(picture, this.#title))
  }

  /** Charts are drawn in the colours of the theme; all else changes by itself. */
  redraw(): void {
    this.#chart?.redraw()
  }

  dispose(): void {
    this.#dropChart()
  }

  #chartView(): ChartView {
    if (this.#chart !== undefined) return this.#chart
    this.#chart = new ChartView(this.#title)
    this.#body.replaceChildren(this.#chart.root)
    return this.#chart
  }

  #dropChart(): void {
    this.#chart?.dispose()
    this.#chart = undefined
  }
}

function still(picture: Exclude<Picture, { kind: 'chart' }>, title: string): HTMLElement {
  switch (picture.kind) {
    case 'figures':
      return figuresView(picture.figures)
    case 'table':
      return tableView(picture, title)
    case 'text':
      return textView(picture.blocks)
    case 'empty':
      return element('p', { class: 'message' }, picture.reason)
    case 'failure':
      return element(
        'div',
        { class: 'message failure' },
        element('p', {}, picture.reason),
        element('p', {}, picture.action),
      )
  }
}
