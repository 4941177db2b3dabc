import { deadLetterCodes, deadLetterStages } from '../dead-letter.ts'
import { date, group, keyword, long, optional } from '../field.ts'
import { eventIdKeyword } from './bounded-keywords.ts'
import { defineIndex, type IndexDocument } from '../index-definition.ts'
import { eventFields } from './event-fields.ts'

/**
 * One document per record that is not a valid event, under the id `topic-partition-offset`.
 *
 * It says where the record is and why it was refused, never what is in it: the original bytes may
 * hold personal data and are in the topic `tally.dead-letters`.
 */
export const deadLetters = defineIndex({
  name: 'dead-letters',
  summary: 'One document per record that is not a valid event, with its cause.',
  period: 'month',
  nature: 'derived',
  mayStayEmpty: true,
  fields: {
    '@timestamp': date({
      label: 'Appended',
      meaning: "When the broker appended the original record, by the broker's clock.",
      example: '2026-11-21T08:15:30.262Z',
    }),
    error: group({
      code: keyword(
        {
          label: 'Cause',
          meaning: 'Why the record was refused, from a closed list.',
          example: 'schema-violated',
        },
        { values: Object.keys(deadLetterCodes), labels: { 'not-json': 'Not JSON' } },
      ),
      message: keyword({
        label: 'Explanation',
        meaning: 'What was expected and where; never the value that came.',
        example: 'data.amount.amount_minor: expected a whole number',
      }),
    }),
    stage: keyword(
      {
        label: 'Stage',
        meaning: 'Which step refused it: decode or index.',
        example: 'decode',
      },
      { values: deadLetterStages },
    ),
    event: optional(
      group({
        id: eventIdKeyword({
          label: 'Event id',
          meaning: 'Id of the event, where it could be read.',
          example: '0193c8a2-7b1e-7c3d-9f00-3a5b7c9d1e2f',
        }),
      }),
    ),
    kafka: group({
      ...eventFields.kafka.members,
      bytes: long({
        label: 'Bytes',
        meaning: 'Length of the value.',
        example: 412,
        unit: 'bytes',
      }),
    }),
    replays: optional(
      long({
        label: 'Replays',
        meaning: 'How often its bytes had been appended again before; absent = never.',
        example: 1,
      }),
    ),
  },
})

export type DeadLetterDocument = IndexDocument<typeof deadLetters>
