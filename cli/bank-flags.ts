import { z } from 'zod'

/** Which bank is simulated, for every command that goes on with it after a restart. */
export const bankFlags = {
  customers: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(5_000)
    .describe('Customers of a new bank.')
    .meta({ value: 'number' }),
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe('Days of history of a new bank.')
    .meta({ value: 'number' }),
  rate: z.coerce
    .number()
    .min(0.1)
    .max(10_000)
    // More, and after some minutes the last bar of a month towers over all others.
    .default(5)
    .describe('Events a second, once it is live.')
    .meta({ value: 'number' }),
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(0xffff_ffff)
    .default(1)
    .describe('Which bank.')
    .meta({ value: 'number' }),
}
