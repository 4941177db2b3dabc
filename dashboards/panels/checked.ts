import { type z } from 'zod'
import { invalidDashboard } from '../invalid.ts'

/** @throws PipelineError `dashboards.invalid` with the place and what is wrong there. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at?: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = [...(at === undefined ? [] : [at]), issue?.path.join('.') ?? ''].join(': ')
  throw invalidDashboard(`${place}: ${issue?.message ?? 'invalid'}`)
}
