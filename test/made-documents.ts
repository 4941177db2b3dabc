import { type Field, type FieldGroup, type FieldList, type Fields } from '../contracts/field.ts'
import { type IndexDefinition } from '../contracts/index-definition.ts'

interface MadeOptions {
  readonly count: number
  /** Every date of a document lies between these. */
  readonly fromMs: number
  readonly toMs: number
  /** Of fields whose values are wanted otherwise, by their dotted names. */
  readonly draws?: Readonly<Record<string, Draw>>
}

/**
 * The value that a field takes; undefined = the document lacks it.
 *
 * @param share 0 to 1, 1 excluded, evenly spread.
 */
export type Draw = (share: number) => unknown

/**
 * Documents of an index, made of its fields, each value by itself: every value of a closed set
 * occurs, with every other. The same ones each time.
 */
export function madeDocuments(
  { fields }: IndexDefinition,
  { count, fromMs, toMs, draws = {} }: MadeOptions,
): Readonly<Record<string, unknown>>[] {
  const random = randomNumbers(1)
  const spanMs = toMs - fromMs
  const make = (entry: Field | FieldGroup | FieldList, path: string): unknown => {
    if (entry.kind === 'group') return makeAll(entry.members, `${path}.`)
    if (entry.kind === 'list') return [makeAll(entry.members, `${path}.`)]
    const share = random()
    const draw = draws[path]
    if (draw !== undefined) return draw(share)
    return entry.kind === 'date'
      ? new Date(fromMs + share * spanMs).toISOString()
      : valueOf(entry, share)
  }
  const makeAll = (members: Fields, prefix: string): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(members).map(([name, entry]) => [name, make(entry, prefix + name)]),
    )
  return Array.from({ length: count }, () => makeAll(fields, ''))
}

/** @param share 0 to 1, 1 excluded. */
function valueOf({ kind, values, lengthMax }: Field, share: number): unknown {
  const few = Math.floor(share * 12)
  switch (kind) {
    case 'keyword':
      return values === undefined
        ? `v${few}`.slice(0, lengthMax)
        : values[Math.floor(share * values.length)]
    case 'long':
      return Math.floor(share * 100_000)
    case 'double':
      return share * 1000
    case 'byte':
      return few
    case 'boolean':
      return share < 0.5
    case 'geo_point':
      return { lat: share * 90, lon: share * 180 }
    case 'date':
    case 'unindexed':
      return undefined
  }
}

/** A linear congruential generator, with the numbers of Numerical Recipes. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}
