import { type DataView } from './data-view.ts'

/** A Lucene query over the fields of one data view; Timelion knows no other language. */
export interface Filter {
  readonly lucene: string
}

/**
 * Keeps the documents whose field has this value, or one of these.
 *
 * @throws Error when the field has a closed set of values and this is none of them.
 */
export function where<FieldName extends string>(
  view: DataView<FieldName>,
  field: NoInfer<FieldName>,
  ...values: readonly [string, ...string[]]
): Filter {
  const known = view.values.get(field)
  const unknown = values.find((value) => known !== undefined && !known.includes(value))
  if (unknown !== undefined) {
    throw new Error(`${field}: expected one of ${known?.join(', ') ?? ''}, got ${unknown}`)
  }
  const [first, ...others] = values.map(quoted)
  return { lucene: `${field}:${others.length === 0 ? first : `(${[first, ...others].join(' OR ')})`}` } // prettier-ignore
}

/** Keeps the documents in which a condition holds. */
export function isTrue<FieldName extends string>(
  view: DataView<FieldName>,
  field: NoInfer<FieldName>,
): Filter {
  return where(view, field, 'true')
}

/** Keeps the documents whose field is at least this: a number, or a time such as `now/d`. */
export function from<FieldName extends string>(
  _view: DataView<FieldName>,
  field: NoInfer<FieldName>,
  least: number | string,
): Filter {
  return { lucene: `${field}:[${least} TO *]` }
}

/** Keeps the documents that have the field at all. */
export function exists<FieldName extends string>(
  _view: DataView<FieldName>,
  field: NoInfer<FieldName>,
): Filter {
  return { lucene: `_exists_:${field}` }
}

/** Keeps what the filter leaves out. */
export function not({ lucene }: Filter): Filter {
  // Lucene finds nothing by a negation alone, when it stands in brackets.
  return { lucene: `(*:* AND NOT ${bracketed(lucene)})` }
}

export function allOf(...filters: readonly [Filter, ...Filter[]]): Filter {
  return { lucene: filters.map(({ lucene }) => bracketed(lucene)).join(' AND ') }
}

export function anyOf(filters: readonly Filter[]): Filter {
  return { lucene: filters.map(({ lucene }) => bracketed(lucene)).join(' OR ') }
}

function quoted(value: string): string {
  return /^\w+$/.test(value) ? value : JSON.stringify(value)
}

/** One term needs no brackets. */
function bracketed(lucene: string): string {
  return / (?:AND|OR) /.test(lucene) && !/^\([^()]*\)$/.test(lucene) ? `(${lucene})` : lucene
}
