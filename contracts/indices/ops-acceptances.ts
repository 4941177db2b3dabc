import { deadLetterCodes } from '../dead-letter.ts'
import { date, keyword, optional } from '../field.ts'
import { defineIndex, type IndexDocument } from '../index-definition.ts'

/**
 * What operators have accepted: workers that paused because most of what they read is dead letters
 * go on. One document per cause, and one for all of them; a new acceptance takes its place.
 */
export const opsAcceptances = defineIndex({
  name: 'ops-acceptances',
  summary: 'Until when dead letters are accepted, however many there are.',
  period: 'none',
  nature: 'operational',
  fields: {
    '@timestamp': date({
      label: 'Accepted',
      meaning: 'When somebody accepted them.',
      example: '2026-11-21T09:00:00.000Z',
    }),
    until: date({
      label: 'Until',
      meaning: 'When the acceptance ends.',
      example: '2026-11-21T10:00:00.000Z',
    }),
    code: optional(
      keyword(
        {
          label: 'Cause',
          meaning: 'The cause that is accepted; absent = every one.',
          example: 'unknown-type',
        },
        { values: Object.keys(deadLetterCodes) },
      ),
    ),
  },
})

export type AcceptanceDocument = IndexDocument<typeof opsAcceptances>
