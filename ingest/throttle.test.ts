import { describe, expect, it } from 'vitest'
import { type RecordReceiver } from '../runtime/kafka/record-source.ts'
import { tinyRecords } from '../test/tiny-processor.ts'
import { throttled } from './throttle.ts'

const assignment = { topic: 't', partition: 0, startOffset: 0, isFromLogStart: true, endOffset: 0 }
const batchOf = (count: number) => ({
  records: tinyRecords(0, count),
  nextOffset: count,
  highWatermark: count,
})

/** At 100 records a second, by a clock that is set. */
function receiving({ hasRoom = true } = {}) {
  const clock = { ms: 1000 }
  let taken = 0
  const receiver: RecordReceiver = {
    onAssigned: () => undefined,
    onAssignmentsEnded: () => undefined,
    onRecords: (_, { records }) => {
      taken += records.length
    },
    hasRoom: () => hasRoom,
    whenRoom: () => Promise.resolve(),
    onAway: () => undefined,
    onBack: () => undefined,
  }
  const slow = throttled(receiver, { recordsPerSecond: 100, elapsedMs: () => clock.ms })
  return { clock, slow, taken: () => taken }
}

describe('a throttled receiver', () => {
  it('has no room until the time of what it took is over', () => {
    const { clock, slow, taken } = receiving()
    const rooms = [slow.hasRoom()]

    slow.onRecords(assignment, batchOf(50))
    for (const ms of [1000, 1499, 1500]) {
      clock.ms = ms
      rooms.push(slow.hasRoom())
    }

    expect(rooms).toEqual([true, false, false, true])
    expect(taken()).toBe(50)
  })

  it('makes up for nothing that was not there to be taken', () => {
    const { clock, slow } = receiving()
    clock.ms = 60_000

    slow.onRecords(assignment, batchOf(50))

    clock.ms = 60_499
    expect(slow.hasRoom()).toBe(false)
  })

  it('has no more room than what it throttles', () => {
    expect(receiving({ hasRoom: false }).slow.hasRoom()).toBe(false)
  })
})
