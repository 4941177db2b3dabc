import { countries, type CountryCode } from '../world/countries.ts'
import { type Category } from '../world/categories.ts'
import { fromEuros, toBankNotes } from '../world/currencies.ts'
import { type Transaction } from '../world/happenings.ts'

/** What a transaction cost before it was rounded: in euros, at French prices. */
export interface Price {
  readonly low: number
  readonly high: number
}

/** The prices that are rounded to the amount of a transaction. */
export function priceOf(transaction: Transaction): Price {
  const { step, minorPerEuro } = roundingOf(transaction)
  const steps = Math.max(1, Math.round(transaction.amountMinor / step))
  const low = steps === 1 ? 0 : ((steps - 0.5) * step) / minorPerEuro
  return { low, high: ((steps + 0.5) * step) / minorPerEuro }
}

/**
 * The lowest price of such a transaction that is, rounded, more than a limit.
 *
 * @param limitMinor in the currency of the transaction
 */
export function priceAbove(transaction: Transaction, limitMinor: number): number {
  const { step, minorPerEuro } = roundingOf(transaction)
  const steps = Math.floor(limitMinor / step)
  return steps < 1 ? 0 : ((steps + 0.5) * step) / minorPerEuro
}

/**
 * The share of an archetype's prices in a category that is below this one, by the declared
 * log-normal distribution.
 *
 * @param amounts of the archetype, against the category's median
 */
export function shareBelow(
  price: number,
  { medianEuros, sigma }: Category,
  amounts: number,
): number {
  return price <= 0 ? 0 : normalShare(Math.log(price / (medianEuros * amounts)) / sigma)
}

/** Cash machines give notes; people send each other whole euros of home. */
function roundingOf({ channel, currency, place }: Transaction): Rounding {
  const { priceLevel } = countries[place.country as CountryCode]
  const minorPerEuro = fromEuros(1e6 * priceLevel, currency) / 1e6
  if (channel === 'atm') return { step: toBankNotes(1, currency), minorPerEuro }
  return { step: channel === 'transfer' ? minorPerEuro : 1, minorPerEuro }
}

interface Rounding {
  /** In minor units. */
  readonly step: number
  readonly minorPerEuro: number
}

/** Distribution function of the standard normal (Abramowitz and Stegun 26.2.17, to 8e-8). */
function normalShare(value: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(value))
  const sum = coefficients.reduceRight((inner, coefficient) => (inner + coefficient) * t, 0)
  const tail = (Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI)) * sum
  return value < 0 ? tail : 1 - tail
}

const coefficients = [0.319_381_53, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429]
