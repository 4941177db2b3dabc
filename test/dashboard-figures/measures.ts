/** A figure over documents; null where there is none. */
export type Measure<Document> = (documents: readonly Document[]) => number | null

/** Reads a field; undefined where the document lacks it. */
type Read<Document, Value> = (document: Document) => Value | undefined

export const count: Measure<unknown> = ({ length }) => length

export function sumOf<Document>(read: Read<Document, number>): Measure<Document> {
  return (documents) => valuesIn(documents, read).reduce((sum, value) => sum + value, 0)
}

/** Of the documents that have the field. */
export function averageOf<Document>(read: Read<Document, number>): Measure<Document> {
  return (documents) => mean(valuesIn(documents, read))
}

export function largestOf<Document>(read: Read<Document, number>): Measure<Document> {
  return (documents) => extreme(valuesIn(documents, read), Math.max)
}

export function smallestOf<Document>(read: Read<Document, number>): Measure<Document> {
  return (documents) => extreme(valuesIn(documents, read), Math.min)
}

/**
 * How many different values.
 *
 * Elasticsearch estimates it by HyperLogLog++, which up to its default precision threshold of 3,000
 * values counts their hashes; of the hundred values here no two have the same.
 */
export function distinct<Document>(read: Read<Document, string>): Measure<Document> {
  return (documents) => new Set(valuesIn(documents, read)).size
}

/**
 * What so many percent of the values are not above, between two values on the straight line.
 *
 * Elasticsearch estimates it by a t-digest, which keeps every one of so few values as it is.
 */
export function percentileOf<Document>(
  read: Read<Document, number>,
  percent: number,
): Measure<Document> {
  return (documents) => {
    const values = valuesIn(documents, read).sort((one, other) => one - other)
    const rank = (percent / 100) * (values.length - 1)
    const [below, above] = [values[Math.floor(rank)], values[Math.ceil(rank)]]
    if (below === undefined || above === undefined) return null
    return below + (above - below) * (rank - Math.floor(rank))
  }
}

function valuesIn<Document, Value>(
  documents: readonly Document[],
  read: Read<Document, Value>,
): Value[] {
  return documents.flatMap((document) => read(document) ?? [])
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

function extreme(values: readonly number[], choose: (...values: number[]) => number) {
  return values.length === 0 ? null : choose(...values)
}
