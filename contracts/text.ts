import { z } from 'zod'
import { limits } from './limits.ts'

/**
 * Free text that fits a keyword field of the same `lengthMax`, in UTF-16 code units as the field
 * counts; zod's own `max` counts code points, as JSON Schema does, and would let more pass.
 *
 * Half of a surrogate pair is refused: it has no UTF-8 form, so the text that comes back would not
 * be the text that went in.
 */
export function text(description: string, lengthMax: number = limits.keywordLengthMax) {
  return z
    .string()
    .min(1)
    .max(lengthMax)
    .refine((value) => value.length <= lengthMax, {
      error: `expected at most ${lengthMax} UTF-16 code units`,
    })
    .refine((value) => value.isWellFormed(), { error: 'expected well-formed Unicode' })
    .meta({ description })
}

/** An ISO 3166-1 alpha-2 code. */
export function country(description: string) {
  return z
    .string()
    .length(limits.countryLength)
    .regex(/^[A-Z]{2}$/, { error: 'expected an ISO 3166-1 alpha-2 code such as FR' })
    .meta({ description, examples: ['FR'] })
}

/** Marks a schema as personal data: redacted in logs, left out of alerts, `x-personal` in schemas. */
export function personal<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ ...schema.meta(), 'x-personal': true })
}
