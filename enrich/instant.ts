import { type EpochMs, type Instant } from '../contracts/time.ts'

export const msPerDay = 86_400_000

/**
 * Milliseconds since 1970 of a validated instant.
 *
 * An instant has one form, so its digits stand at fixed places; `Date.parse`, which must try every
 * form, takes ten times as long.
 */
export function epochMsOf(instant: Instant): EpochMs {
  const days = daysSinceEpoch({
    year: twoDigits(instant, 0) * 100 + twoDigits(instant, 2),
    month: twoDigits(instant, 5),
    day: twoDigits(instant, 8),
  })
  const minutes = (days * 24 + twoDigits(instant, 11)) * 60 + twoDigits(instant, 14)
  const seconds = minutes * 60 + twoDigits(instant, 17)
  return (seconds * 1000 + twoDigits(instant, 20) * 10 + digit(instant, 22)) as EpochMs
}

/**
 * Days since 1970-01-01 in the Gregorian calendar.
 *
 * Counts years from March, so that the leap day is the last of its year
 * (https://howardhinnant.github.io/date_algorithms.html#days_from_civil).
 */
function daysSinceEpoch(date: { year: number; month: number; day: number }): number {
  const year = date.month > 2 ? date.year : date.year - 1
  const monthFromMarch = date.month > 2 ? date.month - 3 : date.month + 9
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + date.day - 1
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
  return year * 365 + leapDays + dayOfYear - daysFromYearZeroToEpoch
}

/** From 1 March of the year 0 to 1 January 1970. */
const daysFromYearZeroToEpoch = 719_468

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1)
}

function digit(text: string, at: number): number {
  return text.charCodeAt(at) - zero
}

const zero = '0'.charCodeAt(0)
