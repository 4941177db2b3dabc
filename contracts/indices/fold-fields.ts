import { group, long, optional, unindexed } from '../field.ts'

/** Fields that every state document has beside its own: what the engine needs to go on with it. */
export const foldFields = {
  fold: group({
    last_offset: long({
      label: 'Last offset',
      meaning: 'Offset of the last record of its partition that the document contains.',
      example: 48_211,
    }),
    memory: optional(
      unindexed({
        label: 'Remembered events',
        meaning: 'Ids and times of the newest events, by which a repetition is known.',
        example: '{"ids":["0193c8a2-7b1e-7c3d-9f00-3a5b7c9d1e2f"],"times":[1795249530250]}',
      }),
    ),
  }),
} as const
