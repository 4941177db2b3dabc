import { type Cell, type Figures } from './figures.ts'

/** So many differences say enough of what is wrong. */
const shownMax = 5

/** In what the figures that are shown are others than those that must be; none = they are right. */
export function differences(must: Figures, shown: Figures): string[] {
  if (must.kind !== shown.kind) return [`expected the picture ${must.kind}, got ${shown.kind}`]
  const [one, other] = must.kind === 'chart' || must.kind === 'bars' ? [inOrder(must), inOrder(shown)] : [must, shown] // prettier-ignore
  const columns = ['columns', ...one.columns].join(' | ')
  const shownColumns = ['columns', ...other.columns].join(' | ')
  if (columns !== shownColumns) return [`expected the ${columns}; got ${shownColumns}`]
  const length = Math.max(one.rows.length, other.rows.length)
  const wrong = Array.from({ length }, (_, index) =>
    rowDifference(one.rows[index], other.rows[index]),
  ) // prettier-ignore
    .map((difference, index) => (difference === undefined ? [] : `row ${index + 1}: ${difference}`))
    .flat()
  const left = wrong.length - shownMax
  return [...wrong.slice(0, shownMax), ...(left > 0 ? [`${left} more rows differ`] : [])]
}

/** Lines lie over each other: which is first is a matter of looks. */
function inOrder({ kind, columns, rows }: Figures): Figures {
  const order = columns.map((_, index) => index)
  order.sort((one, other) => ((columns[one] ?? '') < (columns[other] ?? '') ? -1 : 1))
  return {
    kind,
    columns: order.map((index) => columns[index] ?? ''),
    rows: rows.map(([name = null, ...values]) => [
      name,
      ...order.map((index) => values[index] ?? null),
    ]),
  }
}

function rowDifference(
  must: readonly Cell[] | undefined,
  shown: readonly Cell[] | undefined,
): string | undefined {
  const isSame =
    must?.length === shown?.length &&
    must?.every((cell, index) => isEqual(cell, shown?.[index] ?? null)) === true
  return isSame ? undefined : `expected ${written(must)}, got ${written(shown)}`
}

function written(row: readonly Cell[] | undefined): string {
  return row === undefined ? 'none' : row.map((cell) => cell ?? '–').join(' | ')
}

/**
 * Elasticsearch adds in another order and with compensation (Kahan), so that sums of doubles differ
 * in their last digits; where they cancel out, what remains is as far off as what was added.
 */
const relative = 1e-9
const absolute = 1e-7

function isEqual(one: Cell, other: Cell): boolean {
  // A number that is a name, such as a partition's, is written as text.
  if (typeof one !== 'number' || typeof other !== 'number') return String(one) === String(other)
  const distance = Math.abs(one - other)
  return Number.isInteger(one) && Number.isInteger(other)
    ? distance === 0
    : distance <= Math.max(absolute, relative * Math.abs(one))
}
