import { element } from './element.ts'
import type { FormatNumber } from '../words/format.ts'

/** A figure that programs can read too: its exact value, and its text in the reader's locale. */
export function figureElement(value: number | null, write: FormatNumber): HTMLDataElement {
  return element('data', { value: exactValue(value) }, write(value))
}

/** What stands in the `value` of a `data` element. */
export function exactValue(value: number | null): string {
  return value === null ? '' : String(value)
}
