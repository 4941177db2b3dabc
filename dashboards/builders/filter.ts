import { type DataView } from './data-view.ts'

/** A Lucene query over the fields of one data view; Timelion knows no other language. */
export interface Filter {
  readonly lucene: string
}

/** Keeps the documents whose field has this value. */
export function where<FieldName extends string>(
  _view: DataView<FieldName>,
  field: NoInfer<FieldName>,
  value: string,
): Filter {
  return { lucene: `${field}:${/^\w+$/.test(value) ? value : JSON.stringify(value)}` }
}
