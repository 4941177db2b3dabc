import { type Measure } from './measures.ts'
import { type Scope } from './scope.ts'
import { type Words } from './words.ts'

/**
 * What a panel must show, as a table: of each row its names and then its figures. So it is compared
 * with whatever is drawn: a chart has a row for each time, a pie one for each slice.
 */
export interface Figures {
  readonly kind: 'figures' | 'table' | 'chart' | 'bars' | 'pie' | 'heatmap' | 'controls' | 'text' | 'empty' // prettier-ignore
  /** Of the figures: the lines of a chart, the columns of a heatmap; in any order for a chart. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

export type Cell = string | number | null

/** Of each panel of a dashboard, by its title. */
export type DashboardFigures = Readonly<Record<string, (scope: Scope) => Figures>>

type Measures<Document> = Readonly<Record<string, Measure<Document>>>

/** Documents under a name, such as those with the same value of a field. */
export type Group<Document> = readonly [name: string, documents: readonly Document[]]

/** Nothing happened. */
export const nothing: Figures = { kind: 'empty', columns: [], rows: [] }

/** Large figures beside each other. */
export function figures<Document>(
  documents: readonly Document[],
  measures: Measures<Document>,
): Figures {
  const rows = Object.entries(measures).map(([label, measure]) => [label, measure(documents)])
  return { kind: 'figures', columns: [], rows }
}

/** A row for each group. */
export function table<Document>(
  groups: readonly (readonly [...names: string[], documents: readonly Document[]])[],
  measures: Measures<Document>,
): Figures {
  if (groups.length === 0) return nothing
  const rows = groups.map((group) => {
    const documents = group.at(-1) as readonly Document[]
    return [
      ...(group.slice(0, -1) as string[]),
      ...Object.values(measures).map((measure) => measure(documents)),
    ]
  })
  return { kind: 'table', columns: Object.keys(measures), rows }
}

/** A bar for each group. */
export function bars<Document>(
  groups: readonly Group<Document>[],
  label: string,
  measure: Measure<Document>,
): Figures {
  return { ...table(groups, { [label]: measure }), ...(groups.length > 0 ? { kind: 'bars' } : {}) }
}

/**
 * For each place on the axis, a bar for each part of it.
 *
 * @param absent stands where a place has no such part.
 */
export function splitBars<Document>(
  groups: readonly Group<Document>[],
  split: (documents: readonly Document[]) => readonly Group<Document>[],
  { measure, absent }: { readonly measure: Measure<Document>; readonly absent: number | null },
): Figures {
  if (groups.length === 0) return nothing
  const parts = groups.map(([, documents]) => new Map(split(documents)))
  const columns = [...new Set(parts.flatMap((part) => [...part.keys()]))]
  const rows = groups.map(([name], index) => [
    name,
    ...columns.map((column) => {
      const part = parts[index]?.get(column)
      return part === undefined ? absent : measure(part)
    }),
  ])
  return { kind: 'bars', columns, rows }
}

/** A figure for each row (a group) and column; none where they have nothing in common. */
export function heatmap<Document>(
  groups: readonly Group<Document>[],
  columns: readonly string[],
  {
    columnOf,
    measure,
  }: { readonly columnOf: (document: Document) => string; readonly measure: Measure<Document> },
): Figures {
  if (groups.length === 0) return nothing
  const rows = groups.map(([name, documents]) => {
    const byColumn = new Map(byValue(documents, columnOf))
    return [name, ...columns.map((column) => measureOrNone(byColumn.get(column), measure))]
  })
  return { kind: 'heatmap', columns, rows }
}

function measureOrNone<Document>(
  documents: readonly Document[] | undefined,
  measure: Measure<Document>,
): number | null {
  return documents === undefined ? null : measure(documents)
}

/** A slice for each group. */
export function pie<Document>(
  groups: readonly Group<Document>[],
  label: string,
  measure: Measure<Document>,
): Figures {
  return { ...table(groups, { [label]: measure }), ...(groups.length > 0 ? { kind: 'pie' } : {}) }
}

/** One group for each value that occurs, in the order of the values, under what a reader sees of it. */
export function byValue<Document>(
  documents: readonly Document[],
  read: (document: Document) => string | undefined,
  words: Words = {},
): Group<Document>[] {
  const groups = new Map<string, Document[]>()
  for (const document of documents) {
    const value = read(document)
    if (value === undefined) continue
    const group = groups.get(value)
    if (group === undefined) groups.set(value, [document])
    else group.push(document)
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([value, some]) => [words[value] ?? value, some])
}

/** Those with the largest figures, the largest first; of equal ones the first by name. */
export function top<Document>(
  groups: readonly Group<Document>[],
  size: number,
  measure: Measure<Document>,
): Group<Document>[] {
  // Sorting keeps the order of equal ones, and groups are in the order of their names.
  return [...groups]
    .sort(([, one], [, other]) => (measure(other) ?? -Infinity) - (measure(one) ?? -Infinity))
    .slice(0, size)
}
