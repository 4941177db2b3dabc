import { element } from '../elements/element.ts'
import { figureElement } from '../elements/figure-element.ts'
import type { FormatNumber } from '../words/format.ts'
import { swatch } from '../elements/swatch.ts'

export interface TooltipRow {
  readonly label: string
  readonly colour?: string
  readonly value: number | null
  readonly write: FormatNumber
}

/** What every tooltip of ECharts has; its content is made of elements. */
export const tooltipOption = {
  confine: true,
  transitionDuration: 0,
  className: 'tooltip',
  padding: 0,
  borderWidth: 0,
  backgroundColor: 'transparent',
} as const

/**
 * What stands beside the pointer: a heading, and a figure a row.
 *
 * Made of elements, because labels are values of events, and ECharts takes text for HTML.
 */
export function tooltipContent(heading: string, rows: readonly TooltipRow[]): HTMLElement {
  const left = rows.length - rowsMax
  return element(
    'div',
    { class: 'tooltip-content' },
    element('p', {}, heading),
    ...rows.slice(0, rowsMax).map(rowView),
    ...(left > 0 ? [element('p', {}, `and ${left} more`)] : []),
  )
}

/** More would not fit beside the pointer. */
const rowsMax = 16

function rowView({ colour, label, value, write }: TooltipRow): HTMLElement {
  return element(
    'div',
    { class: colour === undefined ? 'tooltip-row total' : 'tooltip-row' },
    ...(colour === undefined ? [] : [swatch(colour)]),
    element('span', {}, label),
    element('strong', {}, figureElement(value, write)),
  )
}
