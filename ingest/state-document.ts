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
    ids: z.array(z.string()).optional(),
    times: z.array(z.int()).optional(),
    forgotten_ms: z.int().optional(),
  }),
})

/** @throws Error when the document is not one of ours: only a person can have made it so. */
export function readStateDocument(source: unknown): StateDocument {
  const { fold, ...body } = Stored.parse(source)
  const { ids = [], times = [], forgotten_ms: forgottenMs } = fold
  return { body, lastOffset: fold.last_offset, memory: { ids, times, forgottenMs } }
}

/** The document as JSON. */
export function writeStateDocument({ body, lastOffset, memory }: StateDocument): string {
  const { ids, times, forgottenMs } = memory
  const known = ids.length === 0 ? {} : { ids, times }
  const fold = { last_offset: lastOffset, ...known, forgotten_ms: forgottenMs }
  return JSON.stringify({ ...body, fold })
}
