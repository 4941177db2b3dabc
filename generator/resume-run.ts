import { PipelineError } from '../runtime/problem.ts'
import { findLastDepartures } from './last-departures.ts'
import { type LogTail } from './log-tail.ts'
import { fingerprintOfRun, type Run } from './run-plan.ts'
import { SentBefore } from './sent-before.ts'

/** What a topic holds before a run begins, or goes on. */
export interface FoundBefore {
  /** What of the run is in it already, because it was killed; undefined when nothing is. */
  readonly sentBefore: SentBefore | undefined
  /** True when the run is new, and another one is there whose customers have the same ids. */
  readonly sharesCustomers: boolean
}

/**
 * Looks at the end of a topic, before anything is appended.
 *
 * A run that nobody has finished is found when less than some thousand records of others have been
 * appended to a partition since.
 *
 * @throws PipelineError `usage.invalid` when the run cannot be continued, because it is not known
 * which events it had dropped
 */
export async function lookBefore(
  tail: LogTail,
  { traffic, schedule }: Run,
  partitions: number,
): Promise<FoundBefore> {
  const fingerprint = fingerprintOfRun(traffic)
  const { own, otherBanks } = await findLastDepartures(tail, { fingerprint, isExpected: false })
  if (own.size === 0) {
    return { sentBefore: undefined, sharesCustomers: otherBanks.has(traffic.world.bank) }
  }
  if (schedule.dropAfterMs !== undefined) throw unknownDrops()
  return { sentBefore: new SentBefore(own, partitions), sharesCustomers: false }
}

function unknownDrops(): PipelineError {
  return new PipelineError({
    code: 'usage.invalid',
    message:
      'The topic holds the begin of this run, and it cannot be continued: which of its events were dropped is not known.',
    action: 'Choose another --seed or --start.',
  })
}
