import type { Cell, Column, TablePicture } from '../../../dashboards/panels/picture.ts'
import { element } from './element.ts'
import { numberFormatter } from './format.ts'

/**
 * A table. Behind the first column of figures, a bar shows each one's share of the largest; of a
 * shaded one, every cell is the darker the larger its figure.
 */
export function tableView({ columns, rows, isShaded }: TablePicture, title: string): HTMLElement {
  const ranked = columns.findIndex(({ kind }) => kind === 'number')
  const isRanked = (index: number) => (isShaded === true ? index >= ranked : index === ranked)
  const shown = rows.flatMap((row) => row.filter((_cell, index) => isRanked(index)))
  const largest = Math.max(0, ...shown.map(numberIn))
  const writers = columns.map(writerOf)
  const head = columns.map(({ label, kind }) => element('th', { scope: 'col', class: kind }, label))
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      ...columns.map((column, index) => {
        const cell = tableCell(column, writers[index]?.(row[index] ?? null) ?? '')
        const share = largest === 0 ? 0 : numberIn(row[index]) / largest
        if (isRanked(index))
          cell.style.setProperty('--share', `${share * (isShaded === true ? shadeMax : 100)}%`)
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
      { class: isShaded === true ? 'shaded' : undefined },
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...body),
    ),
  )
}

/** In percent; the figure must stay readable. */
const shadeMax = 45

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
