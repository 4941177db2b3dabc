import { date, group, keyword, long } from '../field.ts'
import { defineIndex, type IndexDocument } from '../index-definition.ts'
import { deadLetters } from './dead-letters.ts'
import { eventFields } from './event-fields.ts'

/**
 * One document per dead letter whose record was appended again, under the id of the dead letter and
 * its append time. Without this index every dead letter counts as open, and a replay of all of them
 * does no harm.
 */
export const opsReplays = defineIndex({
  name: 'ops-replays',
  summary: 'One document per dead letter whose record was appended again.',
  period: 'none',
  nature: 'operational',
  fields: {
    // Those of the dead letter, so that both indices answer the same questions.
    '@timestamp': deadLetters.fields['@timestamp'],
    error: deadLetters.fields.error,
    stage: deadLetters.fields.stage,
    kafka: eventFields.kafka,
    replay: group({
      time: date({
        label: 'Replayed',
        meaning: 'When it was last appended again, by the clock of whoever did.',
        example: '2026-11-21T09:00:00.000Z',
      }),
      topic: keyword({
        label: 'Replayed to',
        meaning: 'Topic that it was appended to.',
        example: 'bank.activity',
      }),
      count: long({
        label: 'Replays',
        meaning: 'How often its bytes have been appended again.',
        example: 1,
      }),
    }),
  },
})

export type ReplayDocument = IndexDocument<typeof opsReplays>
