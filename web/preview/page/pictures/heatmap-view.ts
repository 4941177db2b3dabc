import type { HeatmapPicture } from '../../../../dashboards/panels/picture.ts'
import { chartSentence } from '../charts/chart-sentence.ts'
import { element } from '../elements/element.ts'
import { exactValue, figureElement } from '../elements/figure-element.ts'
import { numberFormatter } from '../words/format.ts'
import { heatScale, type HeatScale, heatSteps, labelEvery } from '../charts/heat-scale.ts'
import { keepFocus } from '../elements/keep-focus.ts'
import { both } from '../charts/narrowing-choices.ts'
import type { PageActions } from '../state/page-actions.ts'
import type { PictureView } from './picture-view.ts'
import { placeBelow } from '../elements/place-below.ts'
import { type GridPlace, gridStep } from '../elements/roving.ts'
import { textWidth } from '../words/text-width.ts'

/**
 * A figure for each column and row as a grid of coloured cells, which is as large as its panel. It
 * has one tab stop; the arrows go from cell to cell.
 */
export class HeatmapView implements PictureView<HeatmapPicture> {
  readonly root: HTMLElement
  readonly #title: string
  readonly #actions: PageActions
  readonly #grid: HTMLElement
  readonly #scale = element('div', { class: 'heat-scale' })
  readonly #tip = element('div', { class: 'tip', popover: 'manual' })
  readonly #observer: ResizeObserver
  #picture: HeatmapPicture | undefined
  #cells: HTMLElement[][] = []
  /** The one that Tab reaches. */
  #current: GridPlace = { row: 0, column: 0 }

  constructor(title: string, actions: PageActions) {
    this.#title = title
    this.#actions = actions
    this.#grid = element('div', { class: 'heat-grid', role: 'grid' })
    this.root = element('div', { class: 'heatmap' }, this.#grid, this.#scale, this.#tip)
    this.#observer = new ResizeObserver(() => {
      this.redraw()
    })
    this.#observer.observe(this.#grid)
    this.#listen()
  }

  show(picture: HeatmapPicture): void {
    this.#picture = picture
    const { columns, rows } = picture
    const scale = heatScale(picture.cells)
    this.#current = {
      row: Math.min(this.#current.row, rows.length - 1),
      column: Math.min(this.#current.column, columns.length - 1),
    }
    this.#grid.setAttribute('aria-label', chartSentence(this.#title, picture))
    this.#grid.style.setProperty('--columns', String(columns.length))
    this.#grid.style.setProperty('--cell-gap', columns.length > 40 ? '1px' : '2px')
    const corner = element('div', { role: 'columnheader', class: 'heat-corner' }, element('span', { class: 'unseen' }, picture.rowLabel)) // prettier-ignore
    const heads = columns.map(({ label }) =>
      element('div', { role: 'columnheader', title: label }, element('span', {}, label)),
    )
    keepFocus(this.#grid, () => {
      this.#cells = rows.map((_row, row) => columns.map((_column, column) => this.#cell(picture, scale, { row, column }))) // prettier-ignore
      const lines = rows.map(({ label }, row) => {
        const head = element('div', { role: 'rowheader', title: label }, element('span', {}, label))
        const cells = (this.#cells[row] ?? []).map((cell) =>
          element('div', { role: 'gridcell' }, cell),
        )
        return element('div', { role: 'row' }, head, ...cells)
      })
      this.#grid.replaceChildren(element('div', { role: 'row' }, corner, ...heads), ...lines)
    })
    this.#scale.replaceChildren(...scaleLegend(picture, scale))
    this.redraw()
  }

  /** As many labels as have room. */
  redraw(): void {
    if (this.#picture === undefined) return
    const cell = this.#cells[0]?.[0]?.getBoundingClientRect()
    if (cell === undefined || cell.width === 0) return
    const { columns } = this.#picture
    const widest = Math.max(...columns.map(({ label }) => textWidth(label, 11)))
    // Of few columns, a name that is cut off says more than none.
    const isRoomy = columns.length <= fewColumns
    this.#grid.classList.toggle('roomy', isRoomy)
    this.#thin('columnheader', isRoomy ? 1 : labelEvery(widest + 10, cell.width + 2))
    this.#thin('rowheader', labelEvery(13, cell.height + 2))
  }

  dispose(): void {
    this.#observer.disconnect()
  }

  #thin(role: 'columnheader' | 'rowheader', every: number): void {
    const heads = this.#grid.querySelectorAll(`[role=${role}]:not(.heat-corner)`)
    heads.forEach((head, position) => {
      // The last one would stand out over the edge.
      const isOut = every > 1 && position + every / 2 > heads.length
      head.classList.toggle('thinned', position % every !== 0 || isOut)
    })
  }

  #cell(picture: HeatmapPicture, scale: HeatScale, place: GridPlace): HTMLElement {
    const { column, row } = place
    const value = picture.cells[row]?.[column] ?? null
    const write = numberFormatter(picture.format)
    const name = `${picture.rows[row]?.label}, ${picture.columns[column]?.label}: ${write(value)}`
    const isCurrent = row === this.#current.row && column === this.#current.column
    return element(
      'button',
      {
        type: 'button',
        class: 'heat-cell',
        tabindex: isCurrent ? '0' : '-1',
        'aria-label': name,
        'aria-disabled': narrowingAt(picture, place) === null ? 'true' : undefined,
        'data-step': value === null ? undefined : String(scale.stepOf(value)),
        'data-row': String(row),
        'data-column': String(column),
      },
      figureElement(value, write),
    )
  }

  #listen(): void {
    const grid = this.#grid
    grid.addEventListener('click', (event) => {
      const place = placeOf(event.target)
      const narrowing =
        place === undefined || this.#picture === undefined
          ? null
          : narrowingAt(this.#picture, place)
      if (narrowing !== null) this.#actions.narrow(narrowing)
    })
    grid.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#tip.hidePopover()
      const size = { rows: this.#cells.length, columns: this.#cells[0]?.length ?? 0 }
      const next = gridStep(event.key, this.#current, size)
      if (next === undefined) return
      event.preventDefault()
      this.#cells[next.row]?.[next.column]?.focus()
    })
    grid.addEventListener('focusin', (event) => {
      const place = placeOf(event.target)
      if (place !== undefined) this.#moveTo(place)
      this.#showTip(event.target)
    })
    grid.addEventListener('pointerover', (event) => {
      this.#showTip(event.target)
    })
    for (const leaving of ['pointerleave', 'focusout'] as const) {
      grid.addEventListener(leaving, () => {
        this.#tip.hidePopover()
      })
    }
  }

  #moveTo(place: GridPlace): void {
    this.#cells[this.#current.row]?.[this.#current.column]?.setAttribute('tabindex', '-1')
    this.#current = place
    this.#cells[place.row]?.[place.column]?.setAttribute('tabindex', '0')
  }

  #showTip(target: EventTarget | null): void {
    const cell = cellOf(target)
    if (cell === null) {
      this.#tip.hidePopover()
      return
    }
    this.#tip.textContent = cell.getAttribute('aria-label')
    this.#tip.showPopover()
    placeBelow(this.#tip, cell)
  }
}

const fewColumns = 12

function cellOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('.heat-cell') : null
}

function placeOf(target: EventTarget | null): GridPlace | undefined {
  const { column, row } = cellOf(target)?.dataset ?? {}
  return row === undefined ? undefined : { row: Number(row), column: Number(column) }
}

/** A grid of one row that stands for nothing is narrowed by its columns alone. */
function narrowingAt({ columns, rows }: HeatmapPicture, { column, row }: GridPlace) {
  const byRow = rows[row]?.narrowing ?? (rows.length === 1 ? [] : null)
  return both(byRow, columns[column]?.narrowing ?? null)
}

function scaleLegend(picture: HeatmapPicture, { maximum, minimum }: HeatScale): HTMLElement[] {
  const write = numberFormatter(picture.format, { isShort: true })
  const steps = Array.from({ length: heatSteps }, (_, step) =>
    element('i', { class: 'heat-step', 'data-step': String(step) }),
  )
  return [
    element('span', { class: 'heat-name' }, `${picture.label}, by ${picture.columnLabel}`),
    element('data', { value: exactValue(minimum) }, write(minimum)),
    element('span', { class: 'heat-steps', 'aria-hidden': 'true' }, ...steps),
    element('data', { value: exactValue(maximum) }, write(maximum)),
  ]
}
