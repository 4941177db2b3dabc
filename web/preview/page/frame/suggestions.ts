import type { FieldOutline } from '../../api.ts'

/** A field, or a value of one. */
export interface Suggestion {
  readonly text: string
  /** What people call it. */
  readonly label: string
}

interface Typed {
  readonly text: string
  /** Where the cursor is in it. */
  readonly cursor: number
}

type Fields = Readonly<Record<string, FieldOutline>>

export const suggestionsMax = 8

/**
 * What may stand where something is being typed, the best first: fields whose name or label has it
 * in it; after a field with words for its values, those values. None where nothing is known.
 */
export function suggestionsFor(typed: Typed, fields: Fields): Suggestion[] {
  const place = placeOf(typed)
  if (place === undefined) return []
  const found =
    place.field === undefined
      ? matches(place.word, namesOf(fields))
      : matches(place.word, Object.entries(fields[place.field]?.labels ?? {}))
  return found.slice(0, suggestionsMax)
}

/** Writes it in the place of what is being typed: a field with its colon, a value as a query wants it. */
export function insertSuggestion(typed: Typed, { text }: Suggestion): Typed {
  const place = placeOf(typed)
  if (place === undefined) return typed
  const { from, field, isQuoted } = place
  const inserted = field === undefined ? `${text}:` : quoted(text)
  const after = typed.text.slice(typed.cursor).replace(endOf(field, isQuoted), '')
  return {
    text: `${typed.text.slice(0, from)}${inserted}${after}`,
    cursor: from + inserted.length,
  }
}

interface Place {
  /** Whose value it is; undefined for the name of a field. */
  readonly field: string | undefined
  readonly word: string
  readonly isQuoted: boolean
  /** Where the word begins, with the quote before it. */
  readonly from: number
}

/** What is being typed at the cursor; undefined where neither a field nor a value of one can stand. */
function placeOf({ text, cursor }: Typed): Place | undefined {
  const before = text.slice(0, cursor)
  const isInQuotes = (before.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1
  const value = /([\w@.-]+):\(?("?)([\w -]*)$/.exec(before)
  if (value !== null) {
    const [, field, quote = '', word = ''] = value
    const isQuoted = quote !== ''
    const from = cursor - word.length - quote.length
    // Without quotes a space ends the value, and a field may follow.
    if (isQuoted || !word.includes(' ')) return isQuoted === isInQuotes ? { field, word, isQuoted, from } : undefined // prettier-ignore
  }
  return isInQuotes ? undefined : fieldAt(before)
}

function fieldAt(before: string): Place | undefined {
  const word = /[\w@.-]*$/.exec(before)?.[0] ?? ''
  const from = before.length - word.length
  if (/[:<>=]\(?\s*$/.test(before.slice(0, from))) return undefined
  return { field: undefined, word, isQuoted: false, from }
}

/** The rest of the word that the cursor is in. */
function endOf(field: string | undefined, isQuoted: boolean): RegExp {
  if (field === undefined) return /^[\w@.-]*:?/
  return isQuoted ? /^[\w -]*"?/ : /^[\w-]*/
}

function quoted(value: string): string {
  return /^\w+$/.test(value) ? value : JSON.stringify(value)
}

function namesOf(fields: Fields): [name: string, label: string][] {
  return Object.entries(fields)
    .map(([name, { label }]): [string, string] => [name, label])
    .sort(([one], [other]) => (one < other ? -1 : 1))
}

/** Those that have the word in them; equally good ones stay in their order. */
function matches(word: string, all: readonly (readonly [text: string, label: string])[]) {
  const wanted = word.toLowerCase()
  return all
    .map(([text, label]) => ({ text, label, rank: rankOf(wanted, text, label) }))
    .filter(({ rank }) => rank < unlike)
    .sort((one, other) => one.rank - other.rank)
    .map(({ text, label }): Suggestion => ({ text, label }))
}

const unlike = 4

function rankOf(wanted: string, text: string, label: string): number {
  const name = text.toLowerCase()
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
