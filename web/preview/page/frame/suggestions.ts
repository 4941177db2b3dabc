import type { FieldOutline } from '../../api.ts'

export interface Suggestion {
  readonly field: string
  readonly label: string
}

interface Typed {
  readonly text: string
  /** Where the cursor is in it. */
  readonly cursor: number
}

export const suggestionsMax = 8

/**
 * Fields whose name or label has what is being typed in it, the best first; none where a query
 * expects no field: within quotes, or after a colon.
 */
export function suggestFields(
  { text, cursor }: Typed,
  fields: Readonly<Record<string, FieldOutline>>,
): Suggestion[] {
  const word = wordBefore({ text, cursor })
  if (word === undefined) return []
  const wanted = word.toLowerCase()
  return Object.entries(fields)
    .map(([field, { label }]) => ({ field, label, rank: rankOf(wanted, field, label) }))
    .filter(({ rank }) => rank < unlike)
    .sort((one, other) => one.rank - other.rank || (one.field < other.field ? -1 : 1))
    .slice(0, suggestionsMax)
    .map(({ field, label }) => ({ field, label }))
}

/** Writes `field:` in the place of the word at the cursor. */
export function insertField({ text, cursor }: Typed, field: string): Typed {
  const word = wordBefore({ text, cursor }) ?? ''
  const before = text.slice(0, cursor - word.length)
  const after = text.slice(cursor).replace(/^[\w@.-]*:?/, '')
  return { text: `${before}${field}:${after}`, cursor: before.length + field.length + 1 }
}

/** Undefined where no field can stand. */
function wordBefore({ text, cursor }: Typed): string | undefined {
  const before = text.slice(0, cursor)
  const quotes = before.match(/(?<!\\)"/g)?.length ?? 0
  if (quotes % 2 === 1) return undefined
  const word = /[\w@.-]*$/.exec(before)?.[0] ?? ''
  return /[:<>=]\(?\s*$/.test(before.slice(0, before.length - word.length)) ? undefined : word
}

const unlike = 4

function rankOf(wanted: string, field: string, label: string): number {
  const name = field.toLowerCase()
  const words = label.toLowerCase()
  const ranks = [
    name.startsWith(wanted),
    words.startsWith(wanted),
    name.includes(`.${wanted}`) || words.includes(` ${wanted}`),
    name.includes(wanted) || words.includes(wanted),
  ]
  const rank = ranks.indexOf(true)
  return rank === -1 ? unlike : rank
}
