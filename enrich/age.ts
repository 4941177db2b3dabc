import { ageBands, bandOf } from '../contracts/bands.ts'

/**
 * The band of the years that somebody has completed on the day of an instant (UTC).
 *
 * Who was born on a leap day is a year older on 1 March in other years.
 *
 * @param born `1984-02-29`
 * @param at UTC with milliseconds
 */
export function ageBandOf(born: string, at: string): string {
  const years = Number(at.slice(0, 4)) - Number(born.slice(0, 4))
  // Months and days have two digits each, so the order of texts is the order of days.
  const hasHadBirthday = at.slice(5, 10) >= born.slice(5, 10)
  return bandOf(ageBands, hasHadBirthday ? years : years - 1).name
}
