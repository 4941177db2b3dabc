import { z } from 'zod'
import { type StateBody } from '../contracts/processor.ts'
import { emptyMemory, type IdMemory } from './id-memory.ts'

/**
 * A state document as it is stored: what the processor put in, and what the engine needs of it.
 *
 * It is a pure function of its partition's log up to `lastOffset`, and its version is one more than
 * that, so of two versions of a document the newer one is the one that contains the other.
 */
export interface StateDocument {
  /** Undefined before the first event. */
  readonly body: StateBody | undefined
  /** Offset of the last record that it contains; -1 = none. */
  readonly lastOffset: number
  readonly memory: IdMemory
}

/** Of a key or a window of which nothing was seen yet. */
export const absentState: StateDocument = { body: undefined, lastOffset: -1, memory: emptyMemory }

const Stored = z.looseObject({
  fold: z.object({
    last_offset: z.int().min(0),
    memory: z
      .object({
        ids: z.array(z.string()),
        times: z.array(z.int()),
        forgotten_ms: z.int().optional(),
      })
      .optional(),
  }),
})

/** @throws Error when the document is not one of ours: only a person can have made it so. */
export function readStateDocument(source: unknown): StateDocument {
  const { fold, ...body } = Stored.parse(source)
  const { memory } = fold
  return {
    body,
    lastOffset: fold.last_offset,
    memory:
      memory === undefined
        ? emptyMemory
        : { ids: memory.ids, times: memory.times, forgottenMs: memory.forgotten_ms },
  }
}

/** The document as JSON. */
export function writeStateDocument({ body, lastOffset, memory }: StateDocument): string {
  const { ids, times, forgottenMs } = memory
  const known = ids.length === 0 ? undefined : { ids, times, forgotten_ms: forgottenMs }
  return JSON.stringify({ ...body, fold: { last_offset: lastOffset, memory: known } })
}
