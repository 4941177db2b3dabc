import { type CustomerState } from '../../contracts/indices/customers.ts'

type Payments = CustomerState['payment']

export const noPayments: Payments = { count: 0, log_mean: 0, log_m2: 0, typical_eur: 0 }

/**
 * Mean and variance of the logarithm of amounts, as amounts are about log-normal; one pass, stable
 * (B. P. Welford, Technometrics 4, 1962). An amount of 0 is left out: it has no logarithm.
 */
export function paymentsAfter(payments: Payments, eurCents: number): Payments {
  if (eurCents <= 0) return payments
  const count = payments.count + 1
  const log = Math.log(eurCents)
  const deviation = log - payments.log_mean
  const mean = payments.log_mean + deviation / count
  return {
    count,
    log_mean: mean,
    log_m2: payments.log_m2 + deviation * (log - mean),
    typical_eur: Math.round(Math.exp(mean)) / 100,
  }
}
