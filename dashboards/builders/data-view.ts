import { type Field, type FieldPath, type Fields, leaves } from '../../contracts/field.ts'
import { aliasOf, type IndexDefinition } from '../../contracts/index-definition.ts'
import { valueLabels } from '../../contracts/value-labels.ts'
import { type SavedObject, savedObjectVersions } from '../saved-object.ts'

/** What panels are made over: an index as Kibana knows it, with the names of its fields. */
export interface DataView<FieldName extends string = string> {
  readonly title: string
  readonly timeField: FieldName
  readonly fieldNames: readonly FieldName[]
  /** Of the fields that have a closed set of values. */
  readonly values: ReadonlyMap<string, readonly string[]>
  /** What people read instead of values, by field. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly object: SavedObject
}

/**
 * The data view of an index.
 *
 * Its title is the alias itself, without a star: while a rebuild fills the next index version
 * beside the live one, a pattern would count every event twice.
 *
 * The whole field list is shipped, because Kibana 7.10 otherwise saves a refreshed one from every
 * panel at once and answers with conflicts.
 */
export function dataView<Members extends Fields>(
  definition: IndexDefinition<Members>,
  { name }: { readonly name: string },
): DataView<FieldPath<Members>> {
  const title = aliasOf(definition)
  const fields = leaves(definition.fields).filter(({ field }) => field.kind !== 'unindexed')
  return {
    title,
    // `leaves` gives the names that `FieldPath` derives from the same definition.
    timeField: '@timestamp' as FieldPath<Members>,
    fieldNames: fields.map(({ path }) => path as FieldPath<Members>),
    values: new Map(fields.flatMap(({ path, field: { values } }) => values === undefined ? [] : [[path, values]])), // prettier-ignore
    labels: new Map(fields.map(({ path, field }) => [path, valueLabels(field)])),
    object: {
      id: title,
      type: 'index-pattern',
      attributes: {
        title,
        name,
        timeFieldName: '@timestamp',
        fields: JSON.stringify(fieldList(fields)),
        fieldAttrs: JSON.stringify(byPath(fields, ({ description }) => labelOf(description.label))),
        fieldFormatMap: JSON.stringify(formatsOf(fields)),
        sourceFilters: '[]',
        typeMeta: '{}',
      },
      references: [],
      migrationVersion: { 'index-pattern': savedObjectVersions['index-pattern'] },
    },
  }
}

interface Leaf {
  readonly path: string
  readonly field: Field
}

const kibanaTypes: Readonly<Record<Exclude<Field['kind'], 'unindexed'>, string>> = {
  keyword: 'string',
  date: 'date',
  long: 'number',
  double: 'number',
  byte: 'number',
  boolean: 'boolean',
  geo_point: 'geo_point',
}

/** Fields that every document has and no contract names. */
const metaFields = [
  { name: '_id', type: 'string', esTypes: ['_id'], searchable: true, aggregatable: true },
  { name: '_index', type: 'string', esTypes: ['_index'], searchable: true, aggregatable: true },
  { name: '_score', type: 'number', searchable: false, aggregatable: false },
  {
    name: '_source',
    type: '_source',
    esTypes: ['_source'],
    searchable: false,
    aggregatable: false,
  },
  { name: '_type', type: 'string', esTypes: ['_type'], searchable: true, aggregatable: true },
]

function fieldList(fields: readonly Leaf[]): object[] {
  const own = fields.map(({ path, field }) => ({
    name: path,
    type: field.kind === 'unindexed' ? 'unknown' : kibanaTypes[field.kind],
    esTypes: [field.kind],
    searchable: true,
    aggregatable: true,
    readFromDocValues: true,
  }))
  const meta = metaFields.map((field) => ({ ...field, readFromDocValues: false }))
  return [...own, ...meta]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((field) => ({ count: 0, scripted: false, ...field }))
}

function labelOf(label: string): object {
  return { customLabel: label }
}

function byPath(fields: readonly Leaf[], value: (field: Field) => object): object {
  return Object.fromEntries(fields.map(({ path, field }) => [path, value(field)]))
}

/** One a field; a format that colours values could not put them in words. */
function formatsOf(fields: readonly Leaf[]): object {
  const formats = fields.flatMap(({ path, field }) => {
    const format = lookupFormat(field) ?? numberFormat(field)
    return format === undefined ? [] : [[path, format] as const]
  })
  return Object.fromEntries(formats)
}

/** Of the units that a field can have; Kibana drops a literal €, so that stands in the label. */
const formatsByUnit: Readonly<Record<string, object>> = {
  ms: {
    id: 'duration',
    params: {
      inputFormat: 'milliseconds',
      outputFormat: 'asSeconds',
      outputPrecision: 3,
      showSuffix: true,
    },
  },
  bytes: { id: 'bytes', params: { pattern: '0,0.[0] b' } },
  share: { id: 'percent', params: { pattern: '0,0.[0]%' } },
}

function numberFormat({ kind, description }: Field): object | undefined {
  const byUnit = formatsByUnit[description.unit ?? '']
  if (byUnit !== undefined) return byUnit
  if (kind === 'double') return { id: 'number', params: { pattern: '0,0.00' } }
  const isAmount = kind === 'long' && description.unit !== undefined
  return isAmount ? { id: 'number', params: { pattern: '0,0' } } : undefined
}

/** A value that is not in it is shown as it is. */
function lookupFormat(field: Field): object | undefined {
  const labels = valueLabels(field)
  if (labels.size === 0) return undefined
  const lookupEntries = [...labels].map(([key, value]) => ({ key, value }))
  return { id: 'static_lookup', params: { lookupEntries, unknownKeyValue: null } }
}
