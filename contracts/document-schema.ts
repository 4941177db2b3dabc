import { z } from 'zod'
import { type Field, type FieldGroup, type Fields } from './field.ts'
import { type IndexDefinition } from './index-definition.ts'
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

function entrySchema(entry: Field | FieldGroup): z.ZodType {
  const schema = entry.kind === 'group' ? groupSchema(entry.members) : fieldSchema(entry)
  return entry.isOptional ? schema.optional() : schema
}

function fieldSchema(field: Field): z.ZodType {
  switch (field.kind) {
    case 'keyword':
      return field.values === undefined
        ? z.string().max(field.lengthMax ?? Infinity)
        : z.enum([...field.values])
    case 'date':
      return Instant
    case 'long':
      return z.int()
    case 'double':
      return z.number()
    case 'byte':
      return z.int().min(-128).max(127)
    case 'boolean':
      return z.boolean()
    case 'geo_point':
      return z.strictObject({
        lat: z.number().min(-90).max(90),
        lon: z.number().min(-180).max(180),
      })
    case 'unindexed':
      return z.unknown()
  }
}
