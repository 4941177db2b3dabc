/** What is wrong with a document. */
export type DifferenceKind =
  /** A record of the log has no document. */
  | 'missing'
  /** A document follows from no record of the log. */
  | 'unexpected'
  /** A document is not what follows from its record. */
  | 'different'

/** One document that is not as the log says. */
export interface Difference {
  readonly kind: DifferenceKind
  readonly index: string
  readonly id: string
  readonly partition: number
  readonly offset: number
}

/** What an audit found. As it is, it can be written as JSON. */
export interface AuditReport {
  readonly topic: string
  /** For each partition, the offset before which everything was judged. */
  readonly ends: readonly number[]
  /** Records of the log that were folded again. */
  readonly records: number
  /** Documents that are exactly what follows from their record. */
  readonly right: number
  /** Records whose event has its document from another record with the same id. */
  readonly duplicates: number
  /** Records that are no events and have their dead letter. */
  readonly deadLetters: number
  readonly missing: number
  readonly unexpected: number
  readonly different: number
  /** The first of them. */
  readonly differences: readonly Difference[]
  readonly ok: boolean
}

/** Differences that a report names; the others are counted. */
export const namedMax = 1000

/** Gathers what an audit finds. */
export class Findings {
  readonly #counts = { records: 0, right: 0, duplicates: 0, deadLetters: 0 }
  readonly #kinds: Record<DifferenceKind, number> = { missing: 0, unexpected: 0, different: 0 }
  readonly #named: Difference[] = []

  count(what: 'records' | 'right' | 'duplicates' | 'deadLetters', count: number): void {
    this.#counts[what] += count
  }

  add(difference: Difference): void {
    this.#kinds[difference.kind] += 1
    if (this.#named.length < namedMax) this.#named.push(difference)
  }

  report(topic: string, ends: readonly number[]): AuditReport {
    const kinds = this.#kinds
    const ok = Object.values(kinds).every((count) => count === 0)
    return { topic, ends, ...this.#counts, ...kinds, differences: this.#named, ok }
  }
}

/** The report for people, a line each. */
export function describeAudit(report: AuditReport, shownMax = 20): readonly string[] {
  const { differences, missing, unexpected, different } = report
  const rest = missing + unexpected + different - Math.min(shownMax, differences.length)
  return [
    `${count(report.records)} records of ${report.topic} folded again:`,
    `  ${count(report.right)} documents right, ${count(report.duplicates)} duplicates, ${count(report.deadLetters)} dead letters`,
    `  ${count(missing)} missing, ${count(unexpected)} unexpected, ${count(different)} different`,
    ...differences
      .slice(0, shownMax)
      .map(({ kind, index, id, partition, offset }) => `  ${kind}: ${index}/${id} (partition ${partition}, offset ${offset})`), // prettier-ignore
    ...(rest > 0 ? [`  and ${count(rest)} more; --json names up to ${namedMax}`] : []),
  ]
}

function count(value: number): string {
  return value.toLocaleString('en')
}
