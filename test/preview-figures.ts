import { type Page } from 'playwright-core'
import { differences } from './dashboard-figures/compare.ts'
import { dashboardFigures } from './dashboard-figures/every-dashboard.ts'
import { type Cell, type Figures } from './dashboard-figures/figures.ts'
import { type Scope } from './dashboard-figures/scope.ts'

/** In what the panels of a page differ from what they must show, by their titles. */
export async function wrongPanels(
  page: Page,
  dashboard: string,
  scope: Scope,
): Promise<Record<string, readonly string[]>> {
  const shown = await figuresOnPage(page)
  const wrong = Object.entries(dashboardFigures[dashboard] ?? {}).map(
    ([title, panel]): [string, readonly string[]] => {
      const figures = shown.get(title)
      if (figures === undefined) return [title, ['is not on the page']]
      return [title, differences(asRead(panel(scope)), figures)]
    },
  )
  return Object.fromEntries(wrong.filter(([, found]) => found.length > 0))
}

/** The ends of a range stand in fields, not in figures. */
function asRead(must: Figures): Figures {
  if (must.kind !== 'controls') return must
  return { ...must, rows: must.rows.filter(([, option]) => typeof option === 'string') }
}

/** What can be read on the page: every panel as a table of its figures, by title. */
async function figuresOnPage(page: Page): Promise<Map<string, Figures>> {
  await showFigures(page)
  const panels = (await page.evaluate(readPanels)) as readonly ReadPanel[]
  return new Map(panels.map((panel) => [panel.title, toFigures(panel)]))
}

/** Turns every picture into the table of its figures. */
export async function showFigures(page: Page): Promise<void> {
  await page.evaluate(pressFigures)
}

/** Runs in the page, since a click from outside waits until nothing moves, panel by panel. */
const pressFigures = `(() => {
  const buttons = document.querySelectorAll('[aria-label^="Figures of "][aria-pressed=false]')
  for (const button of buttons) if (!button.hidden) button.click()
})()`

interface ReadPanel {
  readonly title: string
  readonly kind: Figures['kind']
  readonly head: readonly string[]
  readonly rows: readonly (readonly ReadCell[])[]
  readonly options: readonly (readonly [list: string, ...ReadCell[]])[]
}

/** Of a figure the exact value, as it stands in the element; of all else the text. */
type ReadCell = string | { readonly value: string }

/** Runs in the page. */
const readPanels = `(() => {
  const cellOf = (cell) => {
    const data = cell.querySelector('data')
    return data === null ? cell.textContent.trim() : { value: data.value }
  }
  const optionsOf = (panel) =>
    [...panel.querySelectorAll('label:has(data)')].map((label) => [
      label.closest('[role=group]').getAttribute('aria-label'),
      label.querySelector('span').textContent,
      cellOf(label),
    ])
  return [...document.querySelectorAll('section[data-panel]')].map((panel) => ({
    title: panel.querySelector('h2').textContent,
    kind: panel.dataset.picture,
    head: [...panel.querySelectorAll('thead th')].map((head) => head.textContent.trim()),
    rows: [...panel.querySelectorAll('tbody tr')].map((row) => [...row.cells].map(cellOf)),
    options: panel.dataset.picture === 'controls' ? optionsOf(panel) : [],
  }))
})()`

function toFigures({ kind, head, rows, options }: ReadPanel): Figures {
  const cells = rows.map((row) => row.map(toCell))
  switch (kind) {
    case 'figures':
      // Beside each other, under their names.
      return {
        kind,
        columns: [],
        rows: head.map((label, index) => [label, cells[0]?.[index] ?? null]),
      }
    case 'table':
      return {
        kind,
        columns: head.filter((_label, index) => rows.some((row) => typeof row[index] === 'object')),
        rows: cells,
      }
    case 'pie':
      // Behind the figure stands its share.
      return { kind, columns: head.slice(1, 2), rows: cells.map((row) => row.slice(0, 2)) }
    case 'chart':
    case 'bars':
    case 'heatmap':
      return { kind, columns: head.slice(1), rows: cells }
    case 'controls':
      return { kind, columns: [], rows: options.map((row) => row.map(toCell)) }
    case 'text':
    case 'empty':
      return { kind, columns: [], rows: [] }
  }
}

function toCell(cell: ReadCell): Cell {
  if (typeof cell === 'string') return cell === '–' ? null : cell
  return cell.value === '' ? null : Number(cell.value)
}
