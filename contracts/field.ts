import { limits } from './limits.ts'

/**
 * Fields of an index, as data: mapping, document type, document schema, data view and reference
 * page are all made from these, so they cannot disagree.
 *
 * Only types that every Elasticsearch has are here, the embedded one included (no `scaled_float`:
 * money is a `long` of minor units).
 */
export interface FieldDescription {
  /** What a person reads above a column. */
  readonly label: string
  /** What the value means, in one sentence. */
  readonly meaning: string
  readonly example: string | number | boolean | Location
  /** Unit of a number: `EUR`, `ms`, `minor units`. */
  readonly unit?: string
  readonly isPersonal?: boolean
}

interface Location {
  readonly lat: number
  readonly lon: number
}

/** TypeScript type of each kind of field as it stands in a document. */
export interface FieldValues {
  keyword: string
  /** UTC with milliseconds. */
  date: string
  long: number
  double: number
  byte: number
  boolean: boolean
  geo_point: Location
  /** Kept in the document and not indexed: shown, never searched. */
  unindexed: unknown
}

export type FieldKind = keyof FieldValues

export interface Field<Kind extends FieldKind = FieldKind, Optional extends boolean = boolean> {
  readonly kind: Kind
  readonly isOptional: Optional
  readonly description: FieldDescription
  /** Longest value of a keyword, in UTF-16 code units. */
  readonly lengthMax?: number
  /** The closed set of values, where there is one. */
  readonly values?: readonly string[]
  /** What people read instead of a value, where `wordsOf` would not put it well. */
  readonly labels?: Readonly<Record<string, string>>
}

/** Fields that belong together: `merchant.id` and `merchant.name`. */
export interface FieldGroup<Members extends Fields = Fields, Optional extends boolean = boolean> {
  readonly kind: 'group'
  readonly isOptional: Optional
  readonly members: Members
}

/** Several of the same kind: `accounts`, each with its fields. Elasticsearch searches them as one. */
export interface FieldList<Members extends Fields = Fields, Optional extends boolean = boolean> {
  readonly kind: 'list'
  readonly isOptional: Optional
  readonly members: Members
  readonly itemsMax: number
}

export interface Fields {
  readonly [name: string]: Field | FieldGroup | FieldList
}

type Simple<Kind extends FieldKind> = (description: FieldDescription) => Field<Kind, false>

const simple =
  <Kind extends FieldKind>(kind: Kind): Simple<Kind> =>
  (description) => ({ kind, isOptional: false, description })

export const date = simple('date')
/** A whole number within the safe integers. */
export const long = simple('long')
export const double = simple('double')
/** A whole number from -128 to 127. */
export const byte = simple('byte')
export const boolean = simple('boolean')
export const geoPoint = simple('geo_point')
export const unindexed = simple('unindexed')

/** Text that is matched whole, of at most `lengthMax` UTF-16 code units. */
export function keyword(
  description: FieldDescription,
  restriction: Partial<Pick<Field, 'lengthMax' | 'values' | 'labels'>> = {},
): Field<'keyword', false> {
  return {
    kind: 'keyword',
    isOptional: false,
    description,
    lengthMax: limits.keywordLengthMax,
    ...restriction,
  }
}

export function group<Members extends Fields>(members: Members): FieldGroup<Members, false> {
  return { kind: 'group', isOptional: false, members }
}

/** @param itemsMax most items that a document can have */
export function list<Members extends Fields>(
  itemsMax: number,
  members: Members,
): FieldList<Members, false> {
  return { kind: 'list', isOptional: false, members, itemsMax }
}

/** A field or group that a document may lack. */
export function optional<Kind extends FieldKind>(field: Field<Kind>): Field<Kind, true>
export function optional<Members extends Fields>(
  fields: FieldGroup<Members>,
): FieldGroup<Members, true>
export function optional(field: Field | FieldGroup): Field | FieldGroup {
  return { ...field, isOptional: true }
}

type ValueOf<Entry> =
  Entry extends FieldList<infer Members>
    ? readonly DocumentOf<Members>[]
    : Entry extends FieldGroup<infer Members>
      ? DocumentOf<Members>
      : Entry extends Field<infer Kind>
        ? FieldValues[Kind]
        : never

type OptionalNames<Members> = {
  [Name in keyof Members]: Members[Name] extends { readonly isOptional: true } ? Name : never
}[keyof Members]

/** The type of a document with these fields. */
export type DocumentOf<Members> = {
  readonly [Name in Exclude<keyof Members, OptionalNames<Members>>]: ValueOf<Members[Name]>
} & { readonly [Name in OptionalNames<Members>]?: ValueOf<Members[Name]> }

/** The dotted names of the leaves: `merchant.id`. */
export type FieldPath<Members> = {
  [Name in keyof Members & string]: Members[Name] extends
    FieldGroup<infer Inner> | FieldList<infer Inner>
    ? `${Name}.${FieldPath<Inner>}`
    : Name
}[keyof Members & string]

interface Leaf {
  /** Dotted: `merchant.id`. */
  readonly path: string
  readonly field: Field
  /** Whether a document may lack it, by itself or with a group it is in. */
  readonly isOptional: boolean
}

/** Every leaf with its dotted name, in the order of the definition. */
export function leaves(fields: Fields, prefix = '', isInOptional = false): Leaf[] {
  return Object.entries(fields).flatMap(([name, entry]) => {
    const isOptional = isInOptional || entry.isOptional
    return entry.kind === 'group' || entry.kind === 'list'
      ? leaves(entry.members, `${prefix}${name}.`, isOptional)
      : [{ path: `${prefix}${name}`, field: entry, isOptional }]
  })
}
