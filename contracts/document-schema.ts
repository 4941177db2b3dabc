import { z } from 'zod'
import {
  type Field,
  type FieldGroup,
  type FieldKind,
  type FieldList,
  type Fields,
} from './field.ts'
import { type IndexDefinition } from './index-definition.ts'
import { limits } from './limits.ts'
import { Instant } from './time.ts'

/**
 * The zod schema of a document of an index: what Elasticsearch's strict mapping accepts, said in
 * TypeScript. Used where documents come from outside and in tests; the hot path trusts its types.
 */
export function documentSchemaOf(definition: IndexDefinition): z.ZodObject {
  return groupSchema(definition.fields)
}

function groupSchema(fields: Fields): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(Object.entries(fields).map(([name, entry]) => [name, entrySchema(entry)])),
  )
}

function entrySchema(entry: Field | FieldGroup | FieldList): z.ZodType {
  const schema = requiredSchema(entry)
  return entry.isOptional ? schema.optional() : schema
}

function requiredSchema(entry: Field | FieldGroup | FieldList): z.ZodType {
  if (entry.kind === 'group') return groupSchema(entry.members)
  if (entry.kind === 'list') return z.array(groupSchema(entry.members)).max(entry.itemsMax)
  return fieldSchema(entry)
}

function fieldSchema(field: Field): z.ZodType {
  if (field.kind === 'keyword') return keywordSchema(field)
  return schemas[field.kind]
}

function keywordSchema({ values, lengthMax }: Field): z.ZodType {
  if (values !== undefined) return z.enum([...values])
  const unitsMax = lengthMax ?? limits.keywordLengthMax
  return z.string().refine((value) => value.length <= unitsMax && value.isWellFormed(), {
    error: `expected well-formed Unicode of at most ${unitsMax} UTF-16 code units`,
  })
}

const schemas: Readonly<Record<Exclude<FieldKind, 'keyword'>, z.ZodType>> = {
  date: Instant,
  long: z.int(),
  double: z.number(),
  byte: z.int().min(-128).max(127),
  boolean: z.boolean(),
  geo_point: z.strictObject({
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
  }),
  unindexed: z.record(z.string(), z.unknown()),
}
