import { z } from 'zod'
import {
  type DeadLetterCode,
  deadLetterCodes,
  deadLetterPlaceOf,
  deadLetterStages,
} from '../contracts/dead-letter.ts'
import { EpochMs } from '../contracts/time.ts'
import { Duration } from '../generator/scenarios/duration.ts'
import { Moment } from '../generator/scenarios/moment.ts'

const codes = Object.keys(deadLetterCodes) as [DeadLetterCode, ...DeadLetterCode[]]

/** A moment in UTC, or how long ago; becomes epoch ms. */
const When = z.string().transform((text, context) => {
  const ago = Duration.safeParse(text)
  const moment = ago.success ? undefined : Moment.safeParse(text)
  if (ago.success) return EpochMs.parse(Math.round(Date.now() - ago.data))
  if (moment?.success === true) return EpochMs.parse(moment.data)
  const message = 'expected a moment in UTC such as 2026-01-05T08:00Z, or how long ago, such as 2h'
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

export const Code = z.enum(codes).describe('Of this cause.').meta({ value: 'CODE' })

export const LetterId = z
  .string()
  .refine((text) => deadLetterPlaceOf(text) !== undefined, 'expected topic-partition-offset, such as bank.activity-3-812') // prettier-ignore

/** The flags that select dead letters. */
export const selectionFlags = {
  code: Code.optional(),
  stage: z.enum(deadLetterStages).optional().describe('Refused by this step.'),
  since: When.optional()
    .describe('Appended at this moment or later, or so long ago at most.')
    .meta({ value: 'TIME|AGO' }),
  until: When.optional().describe('Appended before this.').meta({ value: 'TIME|AGO' }),
}
