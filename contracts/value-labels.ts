import { type Field } from './field.ts'

/**
 * What people read instead of the values of a field, by value, in the order of the values; empty
 * where every value is shown as it is. Documents, queries and addresses keep the value.
 */
export function valueLabels({ values = [], labels = {} }: Field): ReadonlyMap<string, string> {
  const all = [...new Set([...values, ...Object.keys(labels)])]
  return new Map(
    all
      .map((value) => [value, labels[value] ?? wordsOf(value)] as const)
      .filter(([value, label]) => label !== value),
  )
}

/** `card_present` is "Card present"; the number that a band is sorted by is not said. */
export function wordsOf(value: string): string {
  const words = value.replace(/^\d+ /, '').replaceAll(/[-_]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
