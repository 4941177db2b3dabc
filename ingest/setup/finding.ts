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
      return `updated ${subject}: ${list}`
    case 'unchanged':
      return `${subject} is as it should be`
    case 'differs':
      return `${subject} differs: ${list} → ${action ?? ''}`
  }
}
