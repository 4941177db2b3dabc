import {
  type Field,
  type FieldGroup,
  type FieldKind,
  type FieldList,
  type Fields,
} from './field.ts'
import { type IndexDefinition } from './index-definition.ts'
import { limits } from './limits.ts'

/**
 * Documents at the limits of an index, for tests: what the contract accepts, Elasticsearch must
 * accept, and nothing is a limit that no test has touched.
 */
export interface EdgeDocument {
  /** Completes "the document with …". */
  readonly name: string
  readonly document: Readonly<Record<string, unknown>>
}

/** Documents whose every field is at one edge of what its definition accepts. */
export function documentsAtTheEdge({ fields }: IndexDefinition): EdgeDocument[] {
  const rounds = Math.max(...each(fields).map(({ field }) => edgesOf(field).length))
  const full = Array.from({ length: rounds }, (_, round) => ({
    name: `edge ${round + 1} of every field`,
    document: fill(fields, (field) => edgesOf(field)[round % edgesOf(field).length]),
  }))
  return [
    ...full,
    { name: 'required fields only', document: fill(fields, (field) => edgesOf(field)[0], true) },
  ]
}

/**
 * Documents that are just outside in one field each, or have one field too many or too few.
 *
 * The contract refuses all of these. Elasticsearch alone would take some of them: it rounds 0.5 to a
 * `long` and leaves a keyword that is too long out of the index.
 */
export function documentsJustOutside({ fields }: IndexDefinition): EdgeDocument[] {
  const valid = fill(fields, (field) => edgesOf(field)[0])
  return [
    ...listsOf(fields).map(({ path, itemsMax }) => {
      const [item] = valueAt(valid, path) as unknown[]
      const tooMany = Array.from({ length: itemsMax + 1 }, () => item)
      return { name: `${path.join('.')} with too many`, document: withValue(valid, path, tooMany) }
    }),
    ...each(fields).flatMap(({ path, field }) =>
      outsideOf(field).map((value) => ({
        name: `${path.join('.')} = ${shown(value)}`,
        document: withValue(valid, path, value),
      })),
    ),
    ...documentsWithUnnamedField({ fields }),
    ...each(fields)
      .filter(({ isRequired }) => isRequired)
      .map(({ path }) => ({
        name: `${path.join('.')} missing`,
        document: withValue(valid, path, undefined),
      })),
  ]
}

/** Documents with one field that no definition names: at the top, and in each group. */
export function documentsWithUnnamedField({
  fields,
}: Pick<IndexDefinition, 'fields'>): EdgeDocument[] {
  const valid = fill(fields, (field) => edgesOf(field)[0])
  const groups = each(fields).map(({ path }) => path.slice(0, -1))
  const distinct = new Map([[], ...groups].map((path) => [path.join('.'), path]))
  return [...distinct].map(([name, path]) => ({
    name: `a field that nobody names in ${name === '' ? 'the document' : name}`,
    document: withValue(valid, [...path, 'unnamed_field'], 1),
  }))
}

type Path = readonly string[]

interface Leaf {
  readonly path: Path
  readonly field: Field
  /** In a document that has every optional group. */
  readonly isRequired: boolean
}

function each(fields: Fields, prefix: Path = []): Leaf[] {
  return entriesOf(fields).flatMap(([name, entry]) => {
    const path = [...prefix, name]
    if (entry.kind === 'group' || entry.kind === 'list') return each(entry.members, path)
    return [{ path, field: entry, isRequired: !entry.isOptional }]
  })
}

function listsOf(fields: Fields, prefix: Path = []): { path: Path; itemsMax: number }[] {
  return entriesOf(fields).flatMap(([name, entry]) => {
    const path = [...prefix, name]
    if (entry.kind === 'list') return [{ path, itemsMax: entry.itemsMax }]
    return entry.kind === 'group' ? listsOf(entry.members, path) : []
  })
}

function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], document)
}

function fill(
  fields: Fields,
  valueOf: (field: Field) => unknown,
  isRequiredOnly = false,
): Record<string, unknown> {
  const filled = entriesOf(fields)
    .filter(([, entry]) => !isRequiredOnly || !entry.isOptional)
    .map(([name, entry]) => [name, fillEntry(entry, valueOf, isRequiredOnly)])
  return Object.fromEntries(filled) as Record<string, unknown>
}

/** A list is as long as it may be. */
function fillEntry(
  entry: Field | FieldGroup | FieldList,
  valueOf: (field: Field) => unknown,
  isRequiredOnly: boolean,
): unknown {
  if (entry.kind === 'group') return fill(entry.members, valueOf, isRequiredOnly)
  if (entry.kind !== 'list') return valueOf(entry)
  const length = isRequiredOnly ? 0 : entry.itemsMax
  return Array.from({ length }, () => fill(entry.members, valueOf))
}

function entriesOf(fields: Fields): [string, Field | FieldGroup | FieldList][] {
  return Object.entries(fields)
}

function edgesOf(field: Field): readonly unknown[] {
  return field.kind === 'keyword' ? keywordEdges(field) : edges[field.kind]
}

function keywordEdges({ values, lengthMax = limits.keywordLengthMax }: Field): readonly string[] {
  if (values !== undefined) return values
  return [
    '',
    // Three bytes of UTF-8 for one unit of UTF-16 is the most there is.
    '\uffff'.repeat(lengthMax),
    '😀'.repeat(lengthMax / 2) + 'x'.repeat(lengthMax % 2),
    '\u0000'.repeat(lengthMax),
    '\\"\n\u2028</script>'.slice(0, lengthMax),
  ]
}

const edges: Readonly<Record<Exclude<FieldKind, 'keyword'>, readonly unknown[]>> = {
  date: [
    '0000-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
    '2024-02-29T00:00:00.001Z',
    '1969-12-31T23:59:59.999Z',
  ],
  long: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 0],
  double: [-Number.MAX_VALUE, Number.MAX_VALUE, Number.MIN_VALUE, 0],
  byte: [-128, 127, 0],
  boolean: [false, true],
  geo_point: [
    { lat: -90, lon: -180 },
    { lat: 90, lon: 180 },
    { lat: 0, lon: Number.MIN_VALUE },
  ],
  unindexed: [{}, { 'a.b': [1, 'two', { '': null }] }],
}

function outsideOf(field: Field): readonly unknown[] {
  return field.kind === 'keyword' ? keywordOutside(field) : [null, ...outside[field.kind]]
}

function keywordOutside({ values, lengthMax = limits.keywordLengthMax }: Field): unknown[] {
  const always = [null, 1, ['x'], '\ud800']
  if (values !== undefined) return [...always, 'no such value']
  return [...always, 'x'.repeat(lengthMax + 1), '😀'.repeat(Math.floor(lengthMax / 2) + 1)]
}

const outside: Readonly<Record<Exclude<FieldKind, 'keyword'>, readonly unknown[]>> = {
  date: [
    '2026-11-21T08:15:30Z',
    '2026-11-21T08:15:30.250+01:00',
    '2026-02-29T00:00:00.000Z',
    '2026-11-21T24:00:00.000Z',
    '+010000-01-01T00:00:00.000Z',
    '-000001-12-31T23:59:59.999Z',
    1_795_248_930_250,
  ],
  long: [Number.MIN_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER + 1, 0.5, '1'],
  double: [Infinity, NaN, '1'],
  byte: [-129, 128, 0.5],
  boolean: ['true', 0],
  geo_point: [
    { lat: 90.000_001, lon: 0 },
    { lat: 0, lon: -180.000_001 },
    { lat: 0 },
    { lat: 0, lon: 0, altitude: 1 },
    [0, 0],
    '0,0',
  ],
  unindexed: ['text', 1, [1]],
}

/**
 * A copy with another value at the path; without that field, where the value is undefined. In a
 * list it is the first item that changes.
 */
function withValue(
  document: Readonly<Record<string, unknown>>,
  [name = '', ...rest]: Path,
  value: unknown,
): Record<string, unknown> {
  const { [name]: before, ...others } = document
  if (rest.length === 0) return value === undefined ? others : { ...others, [name]: value }
  const change = (inner: unknown) => withValue(inner as Record<string, unknown>, rest, value)
  const changed = Array.isArray(before)
    ? before.map((item: unknown, at) => (at === 0 ? change(item) : item))
    : change(before)
  return { ...others, [name]: changed }
}

function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 20)}… (${text.length})` : text
}
