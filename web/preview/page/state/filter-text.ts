import type { Filter, FilterValue } from '../../../../dashboards/panels/filter.ts'
import type { FieldOutline } from '../../api.ts'
import { numberFormatter } from '../words/format.ts'
import { fieldOf } from './page-filter.ts'
import { valueLabel } from '../words/value-label.ts'

type Fields = Readonly<Record<string, FieldOutline>>

/** A longer list is cut, so that a pill stays a pill. */
const valuesShownMax = 5

/**
 * A filter in words: `Outcome: declined`, `Not Country: FR, DE`, `Amount 10 – 50`.
 *
 * @param locale Undefined = the reader's.
 */
export function filterText(filter: Filter, fields: Fields, locale?: string): string {
  const said = saidText(filter, fields, locale)
  return filter.isNot === true ? `Not ${said}` : said
}

/** What a filter is about, in a word or two: `Country`. */
export function filterSubject(filter: Filter, fields: Fields): string {
  const field = fieldOf(filter)
  if (field !== undefined) return labelOf(field, fields)
  return filter.kind === 'matches' ? filter.label : ''
}

function labelOf(field: string, fields: Fields): string {
  return fields[field]?.label ?? field
}

function saidText(filter: Filter, fields: Fields, locale: string | undefined): string {
  const label = filterSubject(filter, fields)
  switch (filter.kind) {
    case 'is':
      return `${label}: ${valuesText(filter.values, fields[filter.field], locale)}`
    case 'range':
      return `${label} ${rangeText(filter, fields[filter.field], locale)}`
    case 'missing':
      return `${label}: missing`
    case 'matches':
      return label
  }
}

function valuesText(
  values: readonly FilterValue[],
  outline: FieldOutline | undefined,
  locale: string | undefined,
): string {
  const shown = values.slice(0, valuesShownMax).map((value) => valueText(value, outline, locale))
  const rest = values.length - shown.length
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`
}

function valueText(
  value: FilterValue,
  outline: FieldOutline | undefined,
  locale: string | undefined,
): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  // A boolean of Elasticsearch may come as 1 or 0, and a text of no characters is still a value.
  if (typeof value === 'string')
    return value === '' ? '(empty)' : valueLabel(value, outline?.labels)
  if (outline?.type === 'boolean') return value === 0 ? 'no' : 'yes'
  return numberWriter(outline, locale)(value)
}

interface Range {
  readonly from?: number
  readonly to?: number
}

function rangeText(
  { from, to }: Range,
  outline: FieldOutline | undefined,
  locale: string | undefined,
): string {
  const write = numberWriter(outline, locale)
  if (from === undefined) return to === undefined ? 'anything' : `< ${write(to)}`
  return to === undefined ? `≥ ${write(from)}` : `${write(from)} – ${write(to)}`
}

const plain = { decimalsMin: 0, decimalsMax: 3, unit: { kind: 'none' } } as const
const moment = { decimalsMin: 0, decimalsMax: 0, unit: { kind: 'time' } } as const

/** Ends of a range are round more often than not: `€10`, not `€10.00`. */
function numberWriter(outline: FieldOutline | undefined, locale: string | undefined) {
  const format = outline?.type === 'date' ? moment : (outline?.format ?? plain)
  const style = locale === undefined ? {} : { locale }
  const exact = numberFormatter(format, style)
  const round = numberFormatter({ ...format, decimalsMin: 0 }, style)
  return (value: number) => (Number.isInteger(value) ? round(value) : exact(value))
}
