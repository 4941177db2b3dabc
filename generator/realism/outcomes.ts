import { dayMs, minuteMs } from '../world/calendar.ts'
import { type ReversalReason } from '../world/happenings.ts'

/** What `world/purchases.ts` declares: how often a PIN is wrong and a payment looks like fraud. */
export const wrongPins = 0.004
export const suspicions = 0.0008
export const suspicionsAbroad = 0.008

/** What `world/reversals.ts` declares: how much of what is bought is taken back. */
export const regretsOnline = 0.03
export const regretsElsewhere = 0.008

/** Share of the reversals, and how long they take; none comes within a minute. */
export const causes: readonly { reason: ReversalReason; share: number; meanMs: number }[] = [
  { reason: 'merchant_refund', share: 0.7, meanMs: 3 * dayMs },
  { reason: 'duplicate', share: 0.12, meanMs: 20 * minuteMs },
  { reason: 'technical', share: 0.1, meanMs: 5 * minuteMs },
  { reason: 'customer_dispute', share: 0.08, meanMs: 12 * dayMs },
]
