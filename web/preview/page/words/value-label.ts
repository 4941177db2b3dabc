import type { ValueLabels } from '../../../../dashboards/panels/picture.ts'

/** What people read of a value: its words, or itself where it has none. */
export function valueLabel(value: string | number | boolean, labels: ValueLabels = {}): string {
  const text = String(value)
  return (Object.hasOwn(labels, text) ? labels[text] : undefined) ?? text
}
