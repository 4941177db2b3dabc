import { z } from 'zod'
import { limits } from './limits.ts'

/**
 * Amounts are whole minor units of a currency: cents of EUR, yen of JPY, fils of KWD. A number with
 * a fraction cannot be summed to the cent. The range is that of safe integers, which is inside
 * Elasticsearch's `long`.
 */
export const MinorUnits = z
  .int()
  .meta({ description: 'Whole minor units of the currency (cents, yen, fils).' })
  .brand<'MinorUnits'>()
export type MinorUnits = z.infer<typeof MinorUnits>

/** An ISO 4217 code. Codes without a known rate are kept and marked, not refused. */
export const CurrencyCode = z
  .string()
  .length(limits.currencyLength)
  .regex(/^[A-Z]{3}$/, { error: 'expected an ISO 4217 code such as EUR' })
  .meta({ description: 'ISO 4217 currency code.', examples: ['EUR'] })
  .brand<'CurrencyCode'>()
export type CurrencyCode = z.infer<typeof CurrencyCode>

/** An amount that is not negative; which way it goes is said beside it. */
export const Money = z
  .object({
    amount_minor: z
      .int()
      .nonnegative()
      .meta({ description: 'Whole minor units of the currency (cents, yen, fils).' })
      .brand<'MinorUnits'>(),
    currency: CurrencyCode,
  })
  .meta({ description: 'An amount of money that is not negative.' })
export type Money = z.infer<typeof Money>
