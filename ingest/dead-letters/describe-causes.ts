import { type Cause, type Causes } from './causes.ts'

/** The causes for people, some lines each. */
export function describeCauses({ causes, count, isCut }: Causes, shownMax = 50): readonly string[] {
  if (causes.length === 0) return ['There are no dead letters that fit.']
  const rest = causes.length - Math.min(shownMax, causes.length)
  const kinds = causes.length === 1 ? '1 cause' : `${figure(causes.length)} causes`
  return [
    `${figure(count)} dead ${count === 1 ? 'letter' : 'letters'} of ${kinds}, the newest first:`,
    ...causes.slice(0, shownMax).flatMap(describeCause),
    ...(rest > 0 ? [`and ${figure(rest)} more causes; --json names them all`] : []),
    ...(isCut ? ['There are more explanations than were looked at: narrow it down with --code, --since and --until.'] : []), // prettier-ignore
  ]
}

function describeCause(cause: Cause): readonly string[] {
  const { code, stage, topic, reason, count, replayed, replaysMax, first, last, example } = cause
  const facts = [
    `${code}, ${stage} of ${topic}: ${figure(count)}`,
    ...(replayed === 0 ? [] : [`${figure(replayed)} replayed`]),
    ...(replaysMax === 0 ? [] : [`refused again after up to ${replaysMax} replays`]),
  ]
  return [
    facts.join(', '),
    `  ${reason}`,
    `  ${first === last ? `at ${first}` : `from ${first} to ${last}`}, for example ${example}`,
  ]
}

function figure(value: number): string {
  return value.toLocaleString('en')
}
