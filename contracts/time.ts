import { z } from 'zod'

/**
 * A moment in UTC with milliseconds, `2026-11-21T08:15:30.250Z` (RFC 3339), so that text order is
 * time order and Elasticsearch's date keeps all of it.
 */
export const Instant = z.iso
  .datetime({ precision: 3, error: 'expected UTC with milliseconds: 2026-11-21T08:15:30.250Z' })
  .meta({ examples: ['2026-11-21T08:15:30.250Z'] })
  .brand<'Instant'>()
export type Instant = z.infer<typeof Instant>

/** A moment as milliseconds since 1970 in UTC, as clocks and Kafka give it. */
export const EpochMs = z.int().brand<'EpochMs'>()
export type EpochMs = z.infer<typeof EpochMs>

/** A day of the calendar without a zone: a date of birth, a value date. */
export const CalendarDate = z.iso
  .date({ error: 'expected a date: 2026-11-21' })
  .meta({ examples: ['1990-04-23'] })
  .brand<'CalendarDate'>()
export type CalendarDate = z.infer<typeof CalendarDate>
