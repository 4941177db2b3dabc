import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Money } from '../contracts/money.ts'
import { type EpochMs } from '../contracts/time.ts'
import { convertToEurCents, eurCentsOf, rateDecimals } from './rates.ts'
import { ecbRates } from './reference/ecb-rates.ts'

function eurCents(amountMinor: number, currency: string, day: string): number | undefined {
  const amount = { amount_minor: amountMinor, currency } as Money
  return eurCentsOf(amount, Date.parse(`${day}T12:00:00.000Z`) as EpochMs)
}

describe('an amount in EUR', () => {
  test.each([
    // 1 EUR was 1.0889 USD, 161.88 JPY, 0.84183 GBP and 399.48 HUF on Friday, 14 March 2025.
    [10_889, 'USD', '2025-03-14', 10_000],
    [10_000, 'USD', '2025-03-14', 9_184],
    [16_188, 'JPY', '2025-03-14', 10_000],
    [1, 'JPY', '2025-03-14', 1],
    [84_183, 'GBP', '2025-03-14', 100_000],
    [39_948, 'HUF', '2025-03-14', 100],
    [0, 'USD', '2025-03-14', 0],
    // A weekend has the rate of its Friday.
    [10_889, 'USD', '2025-03-15', 10_000],
    [10_889, 'USD', '2025-03-16', 10_000],
    // New Year's Day 2015 has the rate of New Year's Eve: 1.2141.
    [12_141, 'USD', '2015-01-01', 10_000],
  ])('%d minor units of %s on %s is %d cents', (amountMinor, currency, day, expected) => {
    expect(eurCents(amountMinor, currency, day)).toBe(expected)
  })

  test.each([
    ['a currency without rates', 'XAU', '2025-03-14'],
    ['a day before the first rate', 'USD', '2014-12-30'],
    ['a name that every object has', 'constructor', '2025-03-14'],
  ])('is unknown for %s', (_case, currency, day) => {
    expect(eurCents(100, currency, day)).toBeUndefined()
  })

  test('after the end of the table has the last known rate', () => {
    const [lastDay = '', usd = ''] = ecbRates.rows.trim().split('\n').at(-1)?.split(' ') ?? []
    const hundredEuros = Math.round(Number(usd) * 10_000)

    expect(eurCents(hundredEuros, 'USD', lastDay)).toBe(10_000)
    expect(eurCents(hundredEuros, 'USD', '2031-07-01')).toBe(10_000)
  })

  test('in EUR is itself, on any day', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 4e12 }), (amountMinor, at) => {
        const amount = { amount_minor: amountMinor, currency: 'EUR' } as Money
        expect(eurCentsOf(amount, at as EpochMs)).toBe(amountMinor)
      }),
      { seed: 7, numRuns: 1_000 },
    )
  })
})

describe('the conversion', () => {
  test.each([
    // A rate of 2: half a cent goes to the even neighbour.
    [1, 2, 200_000, 0],
    [3, 2, 200_000, 2],
    [5, 2, 200_000, 2],
    [7, 2, 200_000, 4],
    // Fils of KWD have three digits, yen none.
    [1_000, 3, 33_500, 299],
    [1_000, 0, 16_188_000, 618],
  ])('of %d minor units of %d digits at %d is %d cents', (amountMinor, digits, rate, expected) => {
    expect(convertToEurCents({ amountMinor, minorDigits: digits, rateScaled: rate })).toBe(expected)
  })

  test('is the exact quotient, rounded half to even', () => {
    fc.assert(
      fc.property(amounts, digits, rates, (amountMinor, minorDigits, rateScaled) => {
        const exact = exactCents(amountMinor, minorDigits, rateScaled)
        const isSafe = exact <= BigInt(Number.MAX_SAFE_INTEGER)

        const cents = convertToEurCents({ amountMinor, minorDigits, rateScaled })

        expect(cents).toBe(isSafe ? Number(exact) : undefined)
      }),
      { seed: 7, numRuns: 20_000 },
    )
  })

  test('of ties goes to the even cent', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 40 }), (half) => {
        const cents = convertToEurCents({
          amountMinor: 2 * half + 1,
          minorDigits: 2,
          rateScaled: 200_000,
        })
        expect(cents).toBe(half % 2 === 0 ? half : half + 1)
      }),
      { seed: 7, numRuns: 2_000 },
    )
  })

  test('of more is never less', () => {
    fc.assert(
      fc.property(amounts, fc.nat({ max: 1_000 }), digits, rates, (less, by, minorDigits, rate) => {
        const more = Math.min(less + by, Number.MAX_SAFE_INTEGER)
        const [small, large] = [less, more].map((amountMinor) =>
          convertToEurCents({ amountMinor, minorDigits, rateScaled: rate }),
        )
        fc.pre(small !== undefined && large !== undefined)

        expect(large).toBeGreaterThanOrEqual(small)
      }),
      { seed: 7, numRuns: 5_000 },
    )
  })
})

describe('the table of rates', () => {
  test('has a rate of every currency on every day of publication, in order', () => {
    const rows = ecbRates.rows.trim().split('\n')
    const dates = rows.map((row) => row.slice(0, 10))
    const wellFormed = /^\d{4}-\d\d-\d\d( (-|\d+(\.\d{1,5})?))+$/

    expect(rows.filter((row) => !wellFormed.test(row))).toEqual([])
    expect(dates).toEqual([...new Set(dates)].sort())
    expect(new Set(rows.map((row) => row.split(' ').length))).toEqual(
      new Set([Object.keys(ecbRates.minorDigits).length + 1]),
    )
  })
})

const amounts = fc.oneof(
  fc.nat({ max: 1_000_000 }),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
)
const digits = fc.constantFrom(0, 2, 3, 4)
const rates = fc.oneof(fc.integer({ min: 1, max: 300_000 }), fc.integer({ min: 1, max: 5e9 }))

/** By rational arithmetic, written the other way round: twice the value, then half of it. */
function exactCents(amountMinor: number, minorDigits: number, rateScaled: number): bigint {
  const numerator = BigInt(amountMinor) * 100n * 10n ** BigInt(rateDecimals)
  const denominator = BigInt(rateScaled) * 10n ** BigInt(minorDigits)
  const floor = numerator / denominator
  const twiceTheRest = 2n * (numerator - floor * denominator)
  if (twiceTheRest === denominator) return floor + (floor % 2n)
  return twiceTheRest > denominator ? floor + 1n : floor
}
