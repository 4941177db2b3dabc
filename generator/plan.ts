import { createHash } from 'node:crypto'
import { z } from 'zod'

/** From when on how much goes on in the world. */
export const Phase = z.object({
  /** Epoch ms. */
  from: z.int(),
  /** Events of the whole world. */
  perSecond: z.number().nonnegative(),
  /** `daily` follows day and night; `steady` is the same at every hour of the day. */
  rhythm: z.enum(['daily', 'steady']),
})
export type Phase = z.infer<typeof Phase>

/** What banks beside each other in one log are told apart by. */
export const BankName = z
  .string()
  .regex(
    /^[a-z][a-z0-9]{0,15}$/,
    'expected at most 16 lower case letters and digits, a letter first',
  )

/**
 * Everything that a world follows from. The same plan gives the same bytes on any machine, in any
 * time zone and at any speed.
 */
export const WorldPlan = z.object({
  seed: z.int().min(0).max(0xffff_ffff),
  /** First moment of the world, epoch ms. */
  start: z.int(),
  customers: z.int().positive(),
  /** Begins the ids of its customers, accounts and transactions; undefined = they have no such begin. */
  bank: BankName.optional(),
  /** In the order of time. A phase added at the end changes nothing before it. */
  phases: z.array(Phase).readonly(),
})
export type WorldPlan = z.infer<typeof WorldPlan>

/** Raised by whoever changes what comes out of the same plan: such worlds cannot be continued. */
export const worldVersion = 2

/**
 * What tells one world from another, as its records carry it in their header (departure.ts). Phases
 * are not in it, because a world that goes on gets new ones.
 */
export function fingerprintOf({ seed, start, customers, bank }: Omit<WorldPlan, 'phases'>): string {
  const name = bank === undefined ? [] : [bank]
  const text = JSON.stringify([worldVersion, seed, start, customers, ...name])
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/** The world begins with its registrations; nobody is a customer later than this after `start`. */
export const foundingMs = 60_000

/**
 * Spending of a customer in a day of history, in events: as much as most of them can pay. With wages
 * and bills it makes the demo's 300,000 in 30 days.
 */
const eventsPerCustomerPerDay = 1.7

/** A rate of history at which the customers live as people do. */
export function historyRate(customers: number): number {
  return (customers * eventsPerCustomerPerDay) / 86_400
}
