import { date, group, keyword, long, optional, unindexed } from '../field.ts'
import { defineIndex, type IndexDocument } from '../index-definition.ts'

/** The states of an index version, in the order of its life. */
export const versionStates = ['building', 'live', 'handing-over', 'retired'] as const

/**
 * One document per index version: what the indices of that version are a function of. Workers read
 * it at start and refuse to write where it says something else than they would.
 *
 * Its id is the name of the consumer group, `tally-v1`.
 */
export const meta = defineIndex({
  name: 'meta',
  summary: 'One document per index version: the processor, settings and log it was made from.',
  period: 'none',
  nature: 'operational',
  fields: {
    index_version: long({
      label: 'Index version',
      meaning: 'Version in the names of the indices that this document describes.',
      example: 1,
    }),
    state: keyword(
      {
        label: 'State',
        meaning:
          'building: being filled; live: behind the aliases; handing-over: its workers leave; retired: replaced.',
        example: 'live',
      },
      { values: versionStates },
    ),
    processor: group({
      name: keyword({ label: 'Processor', meaning: 'Which fold filled it.', example: 'bank' }),
      version: long({
        label: 'Processor version',
        meaning: 'Version of the fold: another one decides differently and needs a rebuild.',
        example: 1,
      }),
    }),
    settings: unindexed({
      label: 'Settings',
      meaning: 'Every setting that changes the fold.',
      example: '{"first_day":"2015-01-01"}',
    }),
    topics: unindexed({
      label: 'Topics',
      meaning: 'Partition count per topic, and per partition the identity of its first record.',
      example:
        '{"bank.activity":{"partitions":6,"first_records":{"0":"1:0:1767571200000:9f86d081…"}}}',
    }),
    retention_floor: optional(
      date({
        label: 'Retention floor',
        meaning: 'Documents of events before this moment are deleted, and not written any more.',
        example: '2025-01-01T00:00:00.000Z',
      }),
    ),
    retention: optional(
      unindexed({
        label: 'Retention',
        meaning: 'Every floor, and the append time from which on records are folded by it.',
        example:
          '{"floors":[{"floor":"2025-01-01T00:00:00.000Z","from":"2025-03-01T03:02:30.000Z"}]}',
      }),
    ),
  },
})

export type MetaDocument = IndexDocument<typeof meta>
