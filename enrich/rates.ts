import { type CurrencyCode, type MinorUnits, type Money } from '../contracts/money.ts'
import { type EpochMs, type Instant } from '../contracts/time.ts'
import { epochMsOf, msPerDay } from './instant.ts'
import { ecbRates } from './reference/ecb-rates.ts'

/**
 * An amount in EUR cents at the reference rate of its day (UTC), rounded half to even; undefined
 * where the table has no rate for it.
 *
 * A day without publication has the last known rate, and so has every day after the table's end.
 */
export function eurCentsOf(amount: Money, at: EpochMs): number | undefined {
  const { amount_minor: amountMinor, currency } = amount
  if (currency === 'EUR') return amountMinor
  const column = columns.get(currency)
  if (column === undefined) return undefined
  const rateScaled = column.rates[Math.min(dayOf(at) - firstDay, column.rates.length - 1)]
  // 0 where none has been published yet, undefined before the first day.
  if (rateScaled === undefined || rateScaled === 0) return undefined
  return convertToEurCents({ amountMinor, minorDigits: column.minorDigits, rateScaled })
}

/** The same for an amount that may be below zero, such as a balance. */
export function signedEurCentsOf(
  amountMinor: number,
  currency: CurrencyCode,
  at: EpochMs,
): number | undefined {
  const cents = eurCentsOf({ amount_minor: Math.abs(amountMinor) as MinorUnits, currency }, at)
  return cents === undefined || amountMinor >= 0 ? cents : 0 - cents
}

/** Decimals that a scaled rate has: 1.0889 is 108,890. */
export const rateDecimals = ecbRates.decimals
const scale = 10 ** rateDecimals

/**
 * Exact, half to even: `amountMinor / 10^minorDigits / (rateScaled / 10^rateDecimals) * 100`.
 *
 * Undefined if the result is beyond the safe integers: no amount is better than a wrong one.
 *
 * @param amountMinor not negative
 */
export function convertToEurCents(conversion: {
  readonly amountMinor: number
  readonly minorDigits: number
  readonly rateScaled: number
}): number | undefined {
  const { amountMinor, minorDigits, rateScaled } = conversion
  const factor = 10 ** (2 + rateDecimals - minorDigits)
  const dividend = amountMinor * factor
  // Below 2^53 every step is exact in doubles: product, remainder, and the quotient without it.
  const cents = Number.isSafeInteger(dividend)
    ? dividedHalfEven(dividend, rateScaled)
    : bigDividedHalfEven(BigInt(amountMinor) * BigInt(factor), BigInt(rateScaled))
  return Number.isSafeInteger(cents) ? cents : undefined
}

function dividedHalfEven(dividend: number, divisor: number): number {
  const remainder = dividend % divisor
  const quotient = (dividend - remainder) / divisor
  const rest = divisor - remainder
  if (remainder === rest) return quotient % 2 === 0 ? quotient : quotient + 1
  return remainder > rest ? quotient + 1 : quotient
}

function bigDividedHalfEven(dividend: bigint, divisor: bigint): number {
  const remainder = dividend % divisor
  const quotient = dividend / divisor
  const rest = divisor - remainder
  if (remainder === rest) return Number(quotient % 2n === 0n ? quotient : quotient + 1n)
  return Number(remainder > rest ? quotient + 1n : quotient)
}

interface Column {
  readonly minorDigits: number
  /** Scaled rate per day from the first day of the table, without gaps. */
  readonly rates: Float64Array
}

const rows = ecbRates.rows.trim().split('\n')
const firstDay = dayOfDate(dateIn(rows[0]))
const columns = columnsOf(rows)

function columnsOf(lines: readonly string[]): ReadonlyMap<string, Column> {
  const dayCount = dayOfDate(dateIn(lines.at(-1))) - firstDay + 1
  const made = Object.entries(ecbRates.minorDigits).map(
    ([currency, minorDigits]) =>
      [currency, { minorDigits, rates: new Float64Array(dayCount) }] as const,
  )
  for (const line of lines) {
    const [date = '', ...published] = line.split(' ')
    const day = dayOfDate(date) - firstDay
    made.forEach(([, { rates }], at) => (rates[day] = scaledRate(published[at])))
  }
  for (const [, { rates }] of made) fillGaps(rates)
  return new Map(made)
}

function dateIn(line = ''): string {
  return line.slice(0, 10)
}

/** Exact: the error of the product is far below the half that rounding takes away. */
function scaledRate(decimal = '-'): number {
  return decimal === '-' ? 0 : Math.round(Number(decimal) * scale)
}

function fillGaps(rates: Float64Array): void {
  for (let day = 1; day < rates.length; day++) {
    if (rates[day] === 0) rates[day] = rates[day - 1] ?? 0
  }
}

function dayOfDate(date: string): number {
  return dayOf(epochMsOf(`${date}T00:00:00.000Z` as Instant))
}

function dayOf(at: EpochMs): number {
  return Math.floor(at / msPerDay)
}
