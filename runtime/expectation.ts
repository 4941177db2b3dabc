import { type z } from 'zod'

/**
 * What was expected where zod found something else, without its preamble and without what came:
 * the caller shows that as it was typed.
 */
export function expectationOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type')
    return `expected ${typeNames[issue.expected] ?? issue.expected}`
  if (issue.code === 'invalid_value') return `expected ${alternatives(issue.values)}`
  // One that is told apart by a field says in its message what that may be.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return anyOf(issue.errors)
  const message = issue.message.replace(/^Invalid discriminator value[.] Expected /, 'expected ')
  return sizeIn(issue) ?? message.replace(/^Invalid /, 'expected a valid ')
}

const typeNames: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
}

function alternatives(values: readonly unknown[]): string {
  const shown = values.map(String)
  const last = shown.pop() ?? ''
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`
}

/** What each alternative expected, in one sentence. */
function anyOf(errors: readonly (readonly z.core.$ZodIssue[])[]): string {
  const expected = errors.flatMap((issues) => issues.map(expectationOf))
  const distinct = [...new Set(expected.map((text) => text.replace(/^expected /, '')))]
  return `expected ${distinct.join(' or ')}`
}

function sizeIn(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'too_small') return `expected at least ${issue.minimum}${unitOf(issue.origin)}`
  if (issue.code === 'too_big') return `expected at most ${issue.maximum}${unitOf(issue.origin)}`
  return undefined
}

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters' : ''
}
