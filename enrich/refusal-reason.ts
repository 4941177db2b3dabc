import { type z } from 'zod'
import { type Topic } from '../contracts/topic.ts'

const pathsMax = 3
const reasonLengthMax = 300

/**
 * What was expected and where, for at most three places. Never a value of the record, which may be
 * personal: it ends in logs and in an index.
 */
export function schemaReason(error: z.ZodError): string {
  const { issues } = error
  const said = issues.slice(0, pathsMax).map((issue) => `${pathOf(issue)}: ${expectationOf(issue)}`)
  const more = issues.length > pathsMax ? [`and ${issues.length - pathsMax} more`] : []
  return [...said, ...more].join('; ')
}

/** Names the versions that are known, where the type is known in another one. */
export function unknownTypeReason(topic: Topic, type: string): string {
  const known = topic.events.map((event) => event.type)
  const family = familyOf(type)
  const versions = known.filter((candidate) => familyOf(candidate) === family)
  return versions.length > 0
    ? `type: this version is not known; known: ${versions.join(', ')}`
    : `type: not a type of ${topic.name}; known: ${known.join(', ')}`
}

export function shortened(reason: string): string {
  return reason.length > reasonLengthMax ? `${reason.slice(0, reasonLengthMax - 1)}…` : reason
}

function pathOf(issue: z.core.$ZodIssue): string {
  return issue.path.length === 0 ? 'event' : issue.path.join('.')
}

/** Our own messages begin with "expected"; zod's say it behind a preamble. */
function expectationOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return 'expected no further fields'
  const at = issue.message.indexOf('expected')
  return at === -1 ? 'expected another value' : issue.message.slice(at)
}

/** The type without its version. */
function familyOf(type: string): string {
  return type.replace(/\.v\d+$/, '')
}
