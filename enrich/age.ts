import { ageBands, bandOf } from '../contracts/bands.ts'
import { digitsIn } from './instant.ts'

/**
 * The band of the years that somebody has completed on the day of an instant (UTC).
 *
 * Who was born on a leap day is a year older on 1 March in other years.
 *
 * @param born `1984-02-29`
 * @param at UTC with milliseconds
 */
export function ageBandOf(born: string, at: string): string {
  const years = digitsIn(at, 0, 4) - digitsIn(born, 0, 4)
  const hasHadBirthday = dayOfYear(at) >= dayOfYear(born)
  return bandOf(ageBands, hasHadBirthday ? years : years - 1).name
}

/** Greater for a later one: month and day, `0229`. */
function dayOfYear(date: string): number {
  return digitsIn(date, 5, 7) * 100 + digitsIn(date, 8, 10)
}
