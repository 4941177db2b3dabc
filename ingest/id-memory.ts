/** An event by what tells it from others. */
export interface EventIdentity {
  readonly id: string
  readonly timeMs: number
}

/** Which events of a key were applied: the newest of them, and how far back the others reach. */
export interface IdMemory {
  /** In the order of the log. */
  readonly ids: readonly string[]
  /** Event time of each, epoch ms. */
  readonly times: readonly number[]
  /** Newest event time of those that fell out; undefined = none did. */
  readonly forgottenMs: number | undefined
}

/** Whether an event was applied before; `unknown` = it is older than what is remembered. */
export type Recollection = 'new' | 'duplicate' | 'unknown'

export const emptyMemory: IdMemory = { ids: [], times: [], forgottenMs: undefined }

/**
 * Whether an event is one that was applied before.
 *
 * An id that fell out is not newer than `forgottenMs`, so an unknown id with a newer time is new for
 * certain, however long ago the others were.
 */
export function recall(
  { ids, forgottenMs }: IdMemory,
  { id, timeMs }: EventIdentity,
): Recollection {
  if (ids.includes(id)) return 'duplicate'
  return forgottenMs !== undefined && timeMs <= forgottenMs ? 'unknown' : 'new'
}

/** The memory with an event that was applied; beyond `idsMax` the oldest falls out. */
export function remember(
  { ids, times, forgottenMs }: IdMemory,
  { id, timeMs }: EventIdentity,
  idsMax: number,
): IdMemory {
  const from = ids.length < idsMax ? 0 : 1
  const fallen = from === 0 ? undefined : (times[0] ?? timeMs)
  return {
    ids: [...ids.slice(from), id],
    times: [...times.slice(from), timeMs],
    forgottenMs: fallen === undefined ? forgottenMs : Math.max(forgottenMs ?? fallen, fallen),
  }
}
