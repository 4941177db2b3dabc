import { type LogRecord } from './processor.ts'

/**
 * Headers that a record has which was appended again for a dead letter, beside its own. They are
 * no part of the event: who reads it decides as without them.
 */
export const replayHeaders = {
  /** Id of the dead letter. */
  of: 'tally-replay-of',
  /** How often the same bytes were appended again, this time included. */
  count: 'tally-replays',
} as const

/** Replays of one record after which it is not appended again unless somebody insists. */
export const replaysMax = 3

/**
 * How often the bytes of a record were appended again; 0 where no header says so, or one that is
 * not ours.
 */
export function replaysOf({ headers }: Pick<LogRecord, 'headers'>): number {
  const header = headers[replayHeaders.count]
  const bytes = header instanceof Uint8Array ? header : header?.[0]
  const text = bytes === undefined ? '' : new TextDecoder().decode(bytes)
  return /^\d{1,6}$/.test(text) ? Number(text) : 0
}
