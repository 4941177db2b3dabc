import type { Narrowing } from '../../../../dashboards/panels/filter.ts'
import { opposite } from '../charts/narrowing-choices.ts'

/** A series in the legend. */
export interface LegendEntry {
  readonly label: string
  readonly colour: string
  readonly narrowing: Narrowing | null
}

export type LegendChoice =
  | { readonly kind: 'hide'; readonly text: string; readonly hidden: ReadonlySet<string> }
  | { readonly kind: 'narrow'; readonly text: string; readonly narrowing: Narrowing }

/** What can be done with a series: which ones are hidden then, or what the dashboard narrows to. */
export function legendChoices(
  { label, narrowing }: LegendEntry,
  labels: readonly string[],
  hidden: ReadonlySet<string>,
): LegendChoice[] {
  const others = labels.filter((other) => other !== label)
  const isHidden = hidden.has(label)
  const isAlone = !isHidden && others.length > 0 && others.every((other) => hidden.has(other))
  const choices: LegendChoice[] = [
    isAlone
      ? { kind: 'hide', text: 'Show all', hidden: new Set() }
      : { kind: 'hide', text: 'Show only', hidden: new Set(others) },
    isHidden
      ? { kind: 'hide', text: 'Show', hidden: new Set([...hidden].filter((one) => one !== label)) }
      : { kind: 'hide', text: 'Hide', hidden: new Set([...hidden, label]) },
  ]
  if (narrowing === null) return choices
  choices.push({ kind: 'narrow', text: `Narrow to ${label}`, narrowing })
  const rest = opposite(narrowing)
  if (rest !== null)
    choices.push({ kind: 'narrow', text: `Everything but ${label}`, narrowing: rest })
  return choices
}

/**
 * How many entries stand on one line: all, or as many as leave room for `+3 more`; at least one.
 *
 * @param widthMax of the line, in pixels, as are the others.
 */
export function countThatFits(
  widths: readonly number[],
  { widthMax, gap, moreWidth }: { widthMax: number; gap: number; moreWidth: number },
): number {
  const sumOf = (count: number) =>
    widths.slice(0, count).reduce((sum, width) => sum + width + gap, -gap)
  if (sumOf(widths.length) <= widthMax) return widths.length
  let count = widths.length - 1
  while (count > 1 && sumOf(count) + gap + moreWidth > widthMax) count -= 1
  return count
}
