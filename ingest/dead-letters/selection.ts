import { type DeadLetterCode, type DeadLetterStage } from '../../contracts/dead-letter.ts'
import { type EpochMs } from '../../contracts/time.ts'

/** Which dead letters are meant: those that fit all that is given. */
export interface Selection {
  readonly code?: DeadLetterCode | undefined
  readonly stage?: DeadLetterStage | undefined
  /** By the append time of the record: not before this moment. */
  readonly since?: EpochMs | undefined
  /** By the append time of the record: before this moment. */
  readonly until?: EpochMs | undefined
  /** `topic-partition-offset` of one of them. */
  readonly id?: string | undefined
}

/** The selection as a query; the same for dead letters and for what was replayed of them. */
export function queryOf({ code, stage, since, until }: Selection) {
  const time = {
    ...(since === undefined ? {} : { gte: isoOf(since) }),
    ...(until === undefined ? {} : { lt: isoOf(until) }),
  }
  return {
    bool: {
      filter: [
        ...(code === undefined ? [] : [{ term: { 'error.code': code } }]),
        ...(stage === undefined ? [] : [{ term: { stage } }]),
        ...(Object.keys(time).length === 0 ? [] : [{ range: { '@timestamp': time } }]),
      ],
    },
  }
}

function isoOf(ms: EpochMs): string {
  return new Date(ms).toISOString()
}
