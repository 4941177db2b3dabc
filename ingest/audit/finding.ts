/** What is wrong with a document. */
export type DifferenceKind =
  /** It follows from the log and is not there. */
  | 'missing'
  /** It is there and follows from nothing in the log. */
  | 'unexpected'
  /** It is not as it follows from the log. */
  | 'different'

/** What a document stands for: an event, a key, a window, or a record that is no event. */
export type DocumentKind = 'events' | 'readModels' | 'activities' | 'deadLetters'

/** One document that is not as the log says. */
export interface Difference {
  readonly kind: DifferenceKind
  readonly of: DocumentKind
  readonly index: string
  readonly id: string
  /** Undefined where a document does not tell. */
  readonly partition: number | undefined
  /** Of the record behind it, or of the last one that a state document should contain. */
  readonly offset: number | undefined
  /** What is known beside; never a value of the document. */
  readonly detail?: string
}

/** How far a topic was audited. */
interface AuditedTopic {
  readonly topic: string
  /** For each partition, the offset before which everything was judged. */
  readonly ends: readonly number[]
}

/** What an audit found. As it is, it can be written as JSON. */
export interface AuditReport {
  readonly topics: readonly AuditedTopic[]
  /** Records of the log that were folded again: applied, duplicates and dead letters together. */
  readonly events: number
  readonly applied: number
  /** Repetitions of an event that was applied before. */
  readonly duplicates: number
  /** Records that are no events. */
  readonly deadLetters: number
  readonly missing: number
  readonly unexpected: number
  readonly different: number
  /** Documents that are exactly what follows from the log. */
  readonly documents: Readonly<Record<DocumentKind, number>>
  /** The first of them. */
  readonly differences: readonly Difference[]
  readonly ok: boolean
}

/** What becomes of a record, by the refold. */
type Outcome = 'applied' | 'duplicates' | 'deadLetters'

/** Differences that a report names; the others are counted. */
export const namedMax = 1000

/** Gathers what an audit finds. */
export class Findings {
  readonly #outcomes: Record<Outcome, number> = { applied: 0, duplicates: 0, deadLetters: 0 }
  readonly #kinds: Record<DifferenceKind, number> = { missing: 0, unexpected: 0, different: 0 }
  readonly #right: Record<DocumentKind, number> = {
    events: 0,
    readModels: 0,
    activities: 0,
    deadLetters: 0,
  }
  readonly #named: Difference[] = []

  count(outcome: Outcome): void {
    this.#outcomes[outcome] += 1
  }

  right(of: DocumentKind): void {
    this.#right[of] += 1
  }

  add(difference: Difference): void {
    this.#kinds[difference.kind] += 1
    if (this.#named.length < namedMax) this.#named.push(difference)
  }

  report(topic: string, ends: readonly number[]): AuditReport {
    const { applied, duplicates, deadLetters } = this.#outcomes
    return {
      topics: [{ topic, ends }],
      events: applied + duplicates + deadLetters,
      applied,
      duplicates,
      deadLetters,
      ...this.#kinds,
      documents: this.#right,
      differences: this.#named,
      ok: Object.values(this.#kinds).every((count) => count === 0),
    }
  }
}

/** What audits of several topics found, as one. @throws RangeError when there is none. */
export function joinReports(reports: readonly AuditReport[]): AuditReport {
  const [first, ...others] = reports
  if (first === undefined) throw new RangeError('expected at least one report')
  return others.reduce(
    (one, other) => ({
      topics: [...one.topics, ...other.topics],
      ...sumsOf(one, other, ['events', 'applied', 'duplicates', 'deadLetters', 'missing', 'unexpected', 'different']), // prettier-ignore
      documents: sumsOf(one.documents, other.documents, ['events', 'readModels', 'activities', 'deadLetters']), // prettier-ignore
      differences: [...one.differences, ...other.differences].slice(0, namedMax),
      ok: one.ok && other.ok,
    }),
    first,
  )
}

function sumsOf<Name extends string>(
  one: Readonly<Record<Name, number>>,
  other: Readonly<Record<Name, number>>,
  names: readonly Name[],
): Record<Name, number> {
  const sums = names.map((name) => [name, one[name] + other[name]])
  return Object.fromEntries(sums) as Record<Name, number>
}

/** The report for people, a line each. */
export function describeAudit(report: AuditReport, shownMax = 20): readonly string[] {
  const { differences, missing, unexpected, different, documents } = report
  const rest = missing + unexpected + different - Math.min(shownMax, differences.length)
  return [
    `${count(report.events)} records of ${report.topics.map(({ topic }) => topic).join(', ')} folded again: ${count(report.applied)} applied, ${count(report.duplicates)} duplicates, ${count(report.deadLetters)} dead letters`,
    `  documents that are right: ${count(documents.events)} of events, ${count(documents.readModels)} read models, ${count(documents.activities)} activities, ${count(documents.deadLetters)} dead letters`,
    `  ${count(missing)} missing, ${count(unexpected)} unexpected, ${count(different)} different`,
    ...differences.slice(0, shownMax).map((difference) => `  ${describeDifference(difference)}`),
    ...(rest > 0 ? [`  and ${count(rest)} more; --json names up to ${count(namedMax)}`] : []),
  ]
}

function describeDifference(difference: Difference): string {
  const { kind, index, id, partition, offset, detail } = difference
  const where = [
    ...(partition === undefined ? [] : [`partition ${partition}`]),
    ...(offset === undefined ? [] : [`offset ${offset}`]),
    ...(detail === undefined ? [] : [detail]),
  ]
  return `${kind}: ${index}/${id}${where.length === 0 ? '' : ` (${where.join(', ')})`}`
}

function count(value: number): string {
  return value.toLocaleString('en')
}
