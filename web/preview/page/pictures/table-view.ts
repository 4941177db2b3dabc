import type { Narrowing } from '../../../../dashboards/panels/filter.ts'
import type { Cell, Column, TablePicture } from '../../../../dashboards/panels/picture.ts'
import { element } from '../elements/element.ts'
import { figureElement } from '../elements/figure-element.ts'
import { type FormatNumber, numberFormatter } from '../words/format.ts'
import { keepFocus } from '../elements/keep-focus.ts'
import type { PageActions } from '../state/page-actions.ts'
import type { PictureView } from './picture-view.ts'
import { valueLabel } from '../words/value-label.ts'
import { nextSort, sortedRows, type TableSort } from './table-sort.ts'

/**
 * A table, sorted by the heads of its columns. Behind the first column of figures, a bar shows each
 * one's share of the largest.
 */
export class TableView implements PictureView<TablePicture> {
  readonly root: HTMLElement
  readonly #actions: PageActions
  readonly #table = element('table')
  #picture: TablePicture | undefined
  #sort: TableSort | undefined

  constructor(title: string, actions: PageActions) {
    this.#actions = actions
    // It scrolls when it is larger than its panel, and so must be reachable by keyboard.
    this.root = element(
      'div',
      { class: 'table', tabindex: '0', role: 'group', 'aria-label': title },
      this.#table,
    )
  }

  show(picture: TablePicture): void {
    const labels = ({ columns }: TablePicture) => columns.map(({ label }) => label).join('\n')
    if (this.#picture !== undefined && labels(this.#picture) !== labels(picture)) {
      this.#sort = undefined
    }
    this.#picture = picture
    keepFocus(this.#table, () => {
      this.#table.replaceChildren(this.#head(picture), this.#body(picture))
    })
  }

  redraw(): void {
    // It is drawn in the size and theme of the moment by the browser.
  }

  dispose(): void {
    // It holds nothing that outlives it.
  }

  #head(picture: TablePicture): HTMLElement {
    const heads = picture.columns.map(({ label }, column) => {
      const button = element('button', { type: 'button', class: 'sort' }, label)
      button.addEventListener('click', () => {
        this.#sort = nextSort(this.#sort, column, picture)
        this.show(picture)
      })
      const sorted = this.#sort?.column === column ? this.#sort.direction : undefined
      const heading = { scope: 'col', class: classOf(picture.columns[column]), 'aria-sort': sorted }
      return element('th', heading, button)
    })
    return element('thead', {}, element('tr', {}, ...heads))
  }

  #body(picture: TablePicture): HTMLElement {
    const { columns, narrowings, rows } = picture
    const ranked =
      rows.length < 2 ? -1 : columns.findIndex((column) => classOf(column) === 'number')
    const largest = Math.max(0, ...rows.map((row) => numberIn(row[ranked])))
    const writers = columns.map(writerOf)
    const lines = sortedRows(picture, this.#sort).map((row) => {
      const cells = columns.map((column, at) => {
        const value = rows[row]?.[at] ?? null
        const content = cellContent(column, value, writers[at] ?? String)
        const made = this.#cell(column, content, narrowings?.[row]?.[at] ?? null)
        if (at === ranked && largest > 0) {
          made.style.setProperty('--share', `${(numberIn(value) / largest) * 100}%`)
        }
        return made
      })
      return element('tr', {}, ...cells)
    })
    return element('tbody', {}, ...lines)
  }

  #cell(column: Column, content: Node | string, narrowing: Narrowing | null): HTMLElement {
    const title = typeof content === 'string' ? content : undefined
    const attributes = { class: classOf(column), title }
    if (narrowing === null) return element('td', attributes, content)
    const choice = element('button', { type: 'button', class: 'choice' }, content)
    choice.addEventListener('click', () => {
      this.#actions.narrow(narrowing)
    })
    return element('td', attributes, choice)
  }
}

/** A moment is no amount: it stands to the left, as words do. */
function classOf(column: Column | undefined): string {
  if (column?.kind !== 'number') return 'text'
  return column.format.unit.kind === 'time' ? 'moment' : 'number'
}

function writerOf(column: Column): FormatNumber {
  return column.kind === 'number' ? numberFormatter(column.format) : String
}

function cellContent(column: Column, cell: Cell, write: FormatNumber): Node | string {
  if (column.kind === 'number') return figureElement(typeof cell === 'number' ? cell : null, write)
  if (cell === null) return '–'
  const { colours = {}, labels = {} } = column
  const text = valueLabel(cell, labels)
  const colour = Object.hasOwn(colours, cell) ? colours[cell] : undefined
  if (colour === undefined) return text
  // The tint alone is the data view's: its text and ground would glare, or vanish, in a theme.
  const label = element('span', { class: 'label' }, text)
  label.style.setProperty('--tint', colour.ground)
  return label
}

function numberIn(cell: Cell | undefined): number {
  return typeof cell === 'number' ? cell : 0
}
