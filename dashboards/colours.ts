/**
 * Colours that are told apart by everybody, also by those who do not see red or green, and that
 * stand out from a light and from a dark ground (3:1, WCAG 2.1, 1.4.11). The tests measure both.
 */
export const colours = {
  main: '#2F6FD6',
  comparison: '#7D8AA0',
  expected: '#F06B11',
} as const

/** For what has no order, in this order. */
const distinct = ['#2F6FD6', '#F06B11', '#AA4C79', '#848EC6', '#A65327', '#D87779'] as const

/** For what has an order: from light to dark. */
const ramp = ['#A9CBF5', '#86B2EE', '#6699E4', '#4A80D6', '#3468BE', '#27529C', '#1C3D78'] as const

/** One colour per value, the same in every panel whatever is filtered. */
export function distinctColours(values: readonly string[]): Readonly<Record<string, string>> {
  return coloured(values, distinct)
}

/** @param values of a band, from the smallest to the largest. */
export function rampColours(values: readonly string[]): Readonly<Record<string, string>> {
  return coloured(values, ramp)
}

/** One colour per answer of the bank. */
export const outcomeColours = {
  authorized: '#2F6FD6',
  declined: '#D1495B',
  reversed: '#B58900',
} as const

/** Money that comes in, and money that goes out. */
export const directionColours = { credit: '#2F6FD6', debit: '#F06B11' } as const

function coloured(
  values: readonly string[],
  among: readonly string[],
): Readonly<Record<string, string>> {
  if (values.length > among.length) {
    throw new Error(`expected at most ${among.length} values, got ${values.join(', ')}`)
  }
  return Object.fromEntries(values.map((value, index) => [value, among[index] ?? '']))
}
