import { PipelineError } from '../../runtime/problem.ts'

/** What setup has found, and done, about one thing that must be there. */
export interface Finding {
  readonly kind: 'topic' | 'template' | 'index' | 'meta document'
  readonly name: string
  /**
   * `made`: it was missing; `updated`: it lacked something that could be added without harm;
   * `unchanged`: as it should be; `differs`: left as it is, because a person must decide.
   */
  readonly outcome: 'made' | 'updated' | 'unchanged' | 'differs'
  /** What was made, added, or differs, each in a few words. */
  readonly details: readonly string[]
  /** What the person can do about a difference. */
  readonly action?: string
}

/** A finding as one line: `topic bank.activity differs: 3 partitions, expected 6 → …`. */
export function describeFinding({ kind, name, outcome, details, action }: Finding): string {
  const subject = `${kind} ${name}`
  const list = details.join('; ')
  switch (outcome) {
    case 'made':
      return `made ${subject}${list === '' ? '' : ` (${list})`}`
    case 'updated':
      return `updated ${subject}, which had ${list}`
    case 'unchanged':
      return `${subject} is as it should be`
    case 'differs':
      return `${subject} differs: ${list} → ${action ?? ''}`
  }
}

/**
 * For what cannot go on over a difference.
 *
 * @param servers how they should be: completes "The servers are not as …"
 * @throws PipelineError `setup.differs` with every difference
 */
export function refuseDifferences(
  findings: readonly Finding[],
  { servers, then }: { readonly servers: string; readonly then: string },
): void {
  const different = findings.filter(({ outcome }) => outcome === 'differs')
  if (different.length === 0) return
  throw new PipelineError({
    code: 'setup.differs',
    message: `The servers are not as ${servers}:\n${different.map(describeFinding).join('\n')}`,
    action: `Do what each line says, then ${then}.`,
  })
}
