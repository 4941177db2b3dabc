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
    year: digitsIn(instant, 0, 4),
    month: digitsIn(instant, 5, 7),
    day: digitsIn(instant, 8, 10),
  })
  const minutes = (days * 24 + digitsIn(instant, 11, 13)) * 60 + digitsIn(instant, 14, 16)
  return ((minutes * 60 + digitsIn(instant, 17, 19)) * 1000 + digitsIn(instant, 20, 23)) as EpochMs
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

/** The number that the digits from one place to before another make. */
export function digitsIn(text: string, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at += 1) number = number * 10 + text.charCodeAt(at) - zero
  return number
}

const zero = '0'.charCodeAt(0)
