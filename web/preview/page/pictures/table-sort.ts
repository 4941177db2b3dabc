import type { Cell, TablePicture } from '../../../../dashboards/panels/picture.ts'

export interface TableSort {
  /** Position of the column. */
  readonly column: number
  readonly direction: 'ascending' | 'descending'
}

/** What a click on a column's head sorts by: figures the largest first; a third click, by nothing. */
export function nextSort(
  sort: TableSort | undefined,
  column: number,
  { columns }: TablePicture,
): TableSort | undefined {
  const first = columns[column]?.kind === 'number' ? 'descending' : 'ascending'
  if (sort?.column !== column) return { column, direction: first }
  if (sort.direction !== first) return undefined
  return { column, direction: first === 'ascending' ? 'descending' : 'ascending' }
}

/** Positions of the rows in the order of `sort`; what has no value comes last either way. */
export function sortedRows(
  { rows }: TablePicture,
  sort: TableSort | undefined,
  locale?: string,
): number[] {
  const positions = rows.map((_row, position) => position)
  if (sort === undefined) return positions
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const sign = sort.direction === 'ascending' ? 1 : -1
  const cellOf = (position: number) => rows[position]?.[sort.column] ?? null
  return positions.sort((one, other) => compareCells(cellOf(one), cellOf(other), { compare, sign }))
}

interface Comparison {
  readonly compare: (one: string, other: string) => number
  readonly sign: number
}

function compareCells(one: Cell, other: Cell, { compare, sign }: Comparison): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  if (typeof one === 'number' && typeof other === 'number') return sign * (one - other)
  return sign * compare(String(one), String(other))
}
