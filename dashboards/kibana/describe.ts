import { type Comparison } from './compare.ts'
import { type ImportedObject } from './import-answer.ts'
import { nameOf } from './stored-object.ts'

const differencesMax = 5

/** A state in words. */
export const stateWords: Readonly<Record<Comparison['state'], string>> = {
  new: 'new',
  same: 'same',
  changed: 'changed',
  'changed-in-kibana': 'changed in Kibana',
}

/** One line: `changed in Kibana  visualization tally-…: title (saved 2026-11-21T10:00:00.000Z)`. */
export function describeComparison(comparison: Comparison): string {
  const what = [nameOf(comparison), ...changesOf(comparison)].join(': ')
  return row(stateWords[comparison.state], what)
}

/** One line: `overwritten  visualization tally-…`, and whose change it went over. */
export function describeImported(object: ImportedObject, before: Comparison | undefined): string {
  const { outcome, reason, becameId } = object
  const notes = [
    ...(reason === undefined ? [] : [reason]),
    ...(becameId === undefined ? [] : [`it is ${becameId} in this space`]),
    ...(before?.state === 'changed-in-kibana' && outcome !== 'failed'
      ? [`somebody had changed ${changesOf(before).join('')}`]
      : []),
  ]
  return row(outcome, [nameOf(object), ...(notes.length === 0 ? [] : [notes.join('; ')])].join(': ')) // prettier-ignore
}

function changesOf({ state, differences, savedAt }: Comparison): string[] {
  if (differences.length === 0) return []
  const more = differences.length - differencesMax
  const told = [...differences.slice(0, differencesMax), ...(more > 0 ? [`${more} more`] : [])]
  const when = state === 'changed-in-kibana' ? ` (saved ${savedAt ?? ''})` : ''
  return [told.join(', ') + when]
}

const width = Math.max(...Object.values(stateWords).map((state) => state.length))

function row(word: string, text: string): string {
  return `${word.padEnd(width)}  ${text}`
}
