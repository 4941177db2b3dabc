import { z } from 'zod'
import { limits } from '../../contracts/limits.ts'
import { producers } from '../world/producers.ts'

/** What a message can be that is no business event; poison.ts says how each is made. */
export const PoisonKind = z.enum([
  'not_json',
  'wrong_schema',
  'unknown_type',
  'future',
  'ancient',
  'oversize',
  'empty',
  'misrouted',
])
export type PoisonKind = z.infer<typeof PoisonKind>

const share = z.number().min(0).max(1)
const dayS = 86_400
const seconds = z.number().positive().max(dayS)
const replayedMax = 5000

const Duplicates = z
  .strictObject({
    share: share.describe('Of the business events, how many are sent once more.'),
    near: z
      .strictObject({
        longest_seconds: seconds.default(5).describe('How long after the event at most.'),
      })
      .prefault({})
      .describe('Duplicates that come soon, as those of a producer that tries again.'),
    far_share: share.default(0).describe('Of the duplicates, how many come long after.'),
    far: z
      .strictObject({
        longest_seconds: seconds.default(dayS).describe('How long after the event at most.'),
      })
      .prefault({})
      .describe('Duplicates that come long after, as those of a job that is run again.'),
  })
  .refine(({ near, far }) => far.longest_seconds >= near.longest_seconds, {
    path: ['far', 'longest_seconds'],
    error: 'expected at least near.longest_seconds',
  })

const Reordered = z.strictObject({
  share: share.describe('Of the business events, how many are overtaken.'),
  longest_seconds: seconds
    .default(2)
    .describe('How long an event is held at most; events of its key that happen meanwhile pass.'),
})

const Late = z.strictObject({
  share: share.describe('Of the business events, how many leave long after they happened.'),
  longest_seconds: seconds.default(3600).describe('How long after they happened at most.'),
})

const ClockStep = z.strictObject({
  after_seconds: z.number().nonnegative().describe('When, after the begin of the live part.'),
  offset_seconds: z
    .number()
    .min(-dayS)
    .max(limits.futureToleranceMs / 1000, {
      error: `expected at most ${limits.futureToleranceMs / 1000}, how far an event may be ahead`,
    })
    .describe('How far the clock is ahead of the true time from then on; negative = behind.'),
})

const ClockError = z.strictObject({
  producer: z.int().min(1).max(producers).describe('Whose clock: N of /simulated/bank-N.'),
  drift_ppm: z
    .number()
    .min(-10_000)
    .max(10_000)
    .default(0)
    .describe('Microseconds that the clock gains each second from the last step on.'),
  steps: z
    .array(ClockStep)
    .default([])
    .refine(isAscending, { error: 'expected steps in ascending order of after_seconds' })
    .describe('Moments at which the clock is set; to offset 0 = it is right again.'),
})

const Poison = z.strictObject({
  share: share.describe('Messages that are no business events, for each business event.'),
  kinds: z
    .array(PoisonKind)
    .min(1)
    .default([...PoisonKind.options])
    .describe('Which kinds, equally often; all unless told.'),
})

const Crashes = z.strictObject({
  every_seconds: z
    .number()
    .min(1)
    .describe('How often one of the producers is killed in the middle of a batch.'),
  replayed: z
    .int()
    .min(1)
    .max(replayedMax)
    .default(200)
    .describe('How many of its last events it sends once more when it is back, at most.'),
})

/** What goes wrong between the bank and the log. Shares are of the business events, from 0 to 1. */
export const FaultPlan = z
  .strictObject({
    duplicates: Duplicates.optional().describe('Events that are sent twice: same key, same bytes.'),
    reordered: Reordered.optional().describe('Events that leave after later ones of their key.'),
    late: Late.optional().describe('Events that leave long after they happened.'),
    clocks: z
      .array(ClockError)
      .refine((clocks) => new Set(clocks.map(({ producer }) => producer)).size === clocks.length, {
        error: 'expected each producer once',
      })
      .optional()
      .describe('Producers whose clock is wrong, and so the `time` of what they write.'),
    poison: Poison.optional().describe('Messages that readers must refuse.'),
    crashes: Crashes.optional().describe('Producers that are killed and begin again.'),
  })
  .refine(({ late, reordered }) => (late?.share ?? 0) + (reordered?.share ?? 0) <= 1, {
    path: ['reordered', 'share'],
    error: 'expected at most 1 together with late.share: an event is late or reordered',
  })
export type FaultPlan = z.infer<typeof FaultPlan>

function isAscending(steps: readonly z.infer<typeof ClockStep>[]): boolean {
  return steps.every(
    ({ after_seconds: after }, index) => after > (steps[index - 1]?.after_seconds ?? -1),
  )
}
