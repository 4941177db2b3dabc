import { z } from 'zod'
import { BankName } from '../generator/plan.ts'
import { Duration } from '../generator/scenarios/duration.ts'
import { Moment } from '../generator/scenarios/moment.ts'

const Shard = z
  .string()
  .regex(/^\d+\/\d+$/, 'expected a part and the number of parts such as 1/4')
  .transform((text) => {
    const [part = 0, count = 0] = text.split('/').map(Number)
    return { index: part - 1, count }
  })
  .refine(({ index, count }) => count <= 64 && index >= 0 && index < count, {
    error: 'expected a part from 1 to the number of parts, of which there are at most 64',
  })

/** What `tally generate` takes beside the scenario. */
export const generateFlags = z.object({
  rate: z.coerce
    .number()
    .min(0.1)
    .max(1_000_000)
    .optional()
    .describe('Events a second, instead of the stages of the scenario.')
    .meta({ value: 'number' }),
  for: Duration.optional()
    .describe('Longest time of the live part; without it, as the scenario says.')
    .meta({ value: 'duration' }),
  events: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe('Most events that are sent, history included.')
    .meta({ value: 'number' }),
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(0xffff_ffff)
    .default(1)
    .describe('Which world: the same seed, start and flags give the same bytes.')
    .meta({ value: 'number' }),
  start: Moment.optional()
    .describe(
      'First moment of the world; without it, into Kafka, it is live now, and history ends now; else 2026-01-05.',
    )
    .meta({ value: 'moment' }),
  bank: BankName.optional()
    .describe('Begins the ids of the customers, so that they are others than those in the log.')
    .meta({ value: 'NAME' }),
  backfill: z.coerce
    .number()
    .min(0)
    .max(3650)
    .optional()
    .describe('Days of history before the live part, sent as fast as possible.')
    .meta({ value: 'days' }),
  customers: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('Customers of the bank.')
    .meta({ value: 'number' }),
  sink: z
    .string()
    .default('kafka')
    .describe('Where the events go: kafka, stdout or a file.')
    .meta({ value: 'kafka|stdout|FILE' }),
  shard: Shard.optional()
    .describe('Only these of the customers: 1/4 is the first of four processes.')
    .meta({ value: 'part/parts' }),
  ledger: z
    .string()
    .optional()
    .describe('Writes down what must come of each event, and the totals.')
    .meta({ value: 'FILE' }),
  noFaults: z
    .boolean()
    .default(false)
    .describe('Nothing goes wrong on purpose; the bank does the same.'),
  list: z.boolean().default(false).describe('The scenarios, a sentence each.'),
  check: z
    .boolean()
    .default(false)
    .describe('Sends nothing: plays the bank and holds it against its declared profile.'),
  json: z.boolean().default(false).describe('The summary as one JSON object on stdout.'),
})

export type GenerateFlags = z.output<typeof generateFlags>
