import type { Cell, Column, TablePicture } from '../../../dashboards/panels/picture.ts'
import { element } from './element.ts'
import { numberFormatter } from './format.ts'

/** A table; behind the first column of figures, a bar shows each one's share of the largest. */
export function tableView({ columns, rows }: TablePicture, title: string): HTMLElement {
  const ranked = columns.findIndex(({ kind }) => kind === 'number')
  const largest = Math.max(0, ...rows.map((row) => numberIn(row[ranked])))
  const writers = columns.map(writerOf)
  const head = columns.map(({ label, kind }) => element('th', { scope: 'col', class: kind }, label))
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      ...columns.map((column, index) => {
        const cell = tableCell(column, writers[index]?.(row[index] ?? null) ?? '')
        const share = largest === 0 ? 0 : numberIn(row[index]) / largest
        if (index === ranked) cell.style.setProperty('--share', `${share * 100}%`)
        return cell
      }),
    ),
  )
  return element(
    'div',
    // It scrolls when it is larger than its panel, and so must be reachable by keyboard.
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': title },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...body),
    ),
  )
}

type WriteCell = (cell: Cell) => string

function writerOf(column: Column): WriteCell {
  if (column.kind === 'text') return (cell) => (cell === null ? '–' : String(cell))
  const write = numberFormatter(column.format)
  return (cell) => write(typeof cell === 'number' ? cell : null)
}

function tableCell({ kind }: Column, text: string): HTMLElement {
  if (kind === 'number') return element('td', { class: kind }, text)
  return element('td', { class: kind, title: text }, text)
}

function numberIn(cell: Cell | undefined): number {
  return typeof cell === 'number' ? cell : 0
}
