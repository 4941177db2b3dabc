import { PipelineError } from '../runtime/problem.ts'
import { findLastDepartures } from './last-departures.ts'
import { type LogTail } from './log-tail.ts'
import { fingerprintOfRun, type Run } from './run-plan.ts'
import { SentBefore } from './sent-before.ts'

/**
 * What of a run is in a topic already, because it was killed; undefined when nothing is.
 *
 * A run that nobody has finished is found when less than some thousand records of others have been
 * appended to a partition since.
 *
 * @throws PipelineError `usage.invalid` when the run cannot be continued, because it is not known
 * which events it had dropped
 */
export async function findSentBefore(
  tail: LogTail,
  { traffic, schedule }: Run,
  partitions: number,
): Promise<SentBefore | undefined> {
  const fingerprint = fingerprintOfRun(traffic)
  const { own } = await findLastDepartures(tail, { fingerprint, isExpected: false })
  if (own.size === 0) return undefined
  if (schedule.dropAfterMs !== undefined) throw unknownDrops()
  return new SentBefore(own, partitions)
}

function unknownDrops(): PipelineError {
  return new PipelineError({
    code: 'usage.invalid',
    message:
      'The topic holds the begin of this run, and it cannot be continued: which of its events were dropped is not known.',
    action: 'Choose another --seed or --start.',
  })
}
