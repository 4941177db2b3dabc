import { z } from 'zod'
import { limits } from '../../contracts/limits.ts'

/** A day or a moment in UTC, `2026-01-05` or `2026-01-05T08:00Z`; becomes epoch ms. */
export const Moment = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{3})?)?Z)?$/,
    'expected a day or a moment in UTC such as 2026-01-05 or 2026-01-05T08:00Z',
  )
  .refine((text) => isOfCalendar(text) && text >= limits.firstDay, {
    error: `expected a moment of the calendar, not before ${limits.firstDay}`,
  })
  .transform((text) => Date.parse(text))

/** `Date.parse` takes the 31st of February for the 3rd of March. */
function isOfCalendar(text: string): boolean {
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text.slice(0, 10))
}
