import { setTimeout as sleep } from 'node:timers/promises'
import { type RecordReceiver } from '../runtime/kafka/record-source.ts'

interface Throttle {
  readonly recordsPerSecond: number
  /** Milliseconds of a clock that never goes back. */
  readonly elapsedMs: () => number
}

/** Lets a receiver take so many records a second at most, on average since it began. */
export function throttled(
  receiver: RecordReceiver,
  { recordsPerSecond, elapsedMs }: Throttle,
): RecordReceiver {
  let openAtMs = 0
  const waitMs = () => openAtMs - elapsedMs()
  return {
    onAssigned: (assignments) => {
      receiver.onAssigned(assignments)
    },
    onAssignmentsEnded: () => {
      receiver.onAssignmentsEnded()
    },
    onRecords: (assignment, batch) => {
      const tookMs = (batch.records.length / recordsPerSecond) * 1000
      openAtMs = Math.max(openAtMs, elapsedMs()) + tookMs
      receiver.onRecords(assignment, batch)
    },
    hasRoom: () => waitMs() <= 0 && receiver.hasRoom(),
    whenRoom: async () => {
      if (waitMs() > 0) await sleep(waitMs(), undefined, { ref: false })
      await receiver.whenRoom()
    },
    onAway: (problem) => {
      receiver.onAway(problem)
    },
    onBack: () => {
      receiver.onBack()
    },
  }
}
