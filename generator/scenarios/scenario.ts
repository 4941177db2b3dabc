import { z } from 'zod'
import { FaultPlan } from '../faults/fault-plan.ts'
import { Duration } from './duration.ts'
import { Moment } from './moment.ts'
import { Stage } from './stage.ts'

const Outage = z.strictObject({
  after: Duration.describe('When, after the begin of the live part.'),
  for: Duration.describe('How long nothing leaves; then all of it comes at once.'),
})

const ms = z.number().positive()

const Thresholds = z.strictObject({
  send_delay_p50_ms: ms.optional().describe('Median of actual minus intended send time.'),
  send_delay_p99_ms: ms.optional().describe('Its 99th percentile.'),
  send_delay_max_ms: ms.optional().describe('Its maximum.'),
  late_share: z.number().min(0).max(1).optional().describe('Events sent over a second too late.'),
  dropped: z.int().min(0).optional().describe('Events that were never sent.'),
})
export type Thresholds = z.infer<typeof Thresholds>

/** How to load a pipeline: what goes on in the bank, what goes wrong, and what is too slow. */
export const Scenario = z
  .strictObject({
    summary: z.string().min(1).max(200).describe('One sentence, for `tally generate --list`.'),
    customers: z.int().min(1).max(1_000_000).default(5000).describe('Customers of the bank.'),
    start: Moment.optional().describe('First moment of the world.'),
    history_days: z.number().min(0).max(3650).default(0).describe('Days before the live part.'),
    rhythm: z
      .enum(['steady', 'daily'])
      .default('steady')
      .describe('steady = the rates hold at every hour; daily = they are the mean of a day.'),
    arrival: z
      .enum(['poisson', 'even'])
      .default('poisson')
      .describe('poisson = at random, as customers come; even = at equal distances.'),
    stages: z
      .array(Stage)
      .min(1)
      .max(100)
      .refine((stages) => stages.slice(0, -1).every((stage) => stage.for !== undefined), {
        error: 'expected a length (`for`) of every stage but the last',
      })
      .describe('The live part, one stage after the other.'),
    outages: z
      .array(Outage)
      .max(100)
      .refine(isAscending, { error: 'expected outages in the order of time, not overlapping' })
      .optional()
      .describe('Times in which the producers reach nobody.'),
    drop_after: Duration.optional().describe(
      'Events that are later than this are dropped and counted; without it all are sent.',
    ),
    faults: FaultPlan.optional().describe('What goes wrong on purpose.'),
    thresholds: Thresholds.optional().describe('What the run must keep, or it exits with 1.'),
  })
  .refine(({ arrival, rhythm }) => arrival !== 'even' || rhythm !== 'daily', {
    path: ['arrival'],
    error: 'expected poisson where the rhythm is daily: people do not come at equal distances',
  })
export type Scenario = z.infer<typeof Scenario>

function isAscending(outages: readonly z.infer<typeof Outage>[]): boolean {
  return outages.every((outage, at) => {
    const before = outages[at - 1]
    return before === undefined || before.after + before.for <= outage.after
  })
}
