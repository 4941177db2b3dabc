import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startStreamWorker } from '../test/stream-worker-harness.ts'
import { tinyRecord, tinyRecords } from '../test/tiny-processor.ts'
import { identityOf } from './log-identity.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const untilCommitted = () => vi.advanceTimersByTimeAsync(2000)

describe('the metadata of a commit', () => {
  it('names the last record before the offset, of each partition', async () => {
    const { source } = startStreamWorker()
    source.join(0, 1)

    source.deliver(tinyRecords(0, 7, 0))
    source.deliver(tinyRecords(0, 3, 1))
    await untilCommitted()

    expect([...source.metadata]).toEqual([
      [0, identityOf(tinyRecord(6, { partition: 0 }))],
      [1, identityOf(tinyRecord(2, { partition: 1 }))],
    ])
  })

  it('names the same record after markers, which are none, also in the next run', async () => {
    const { source } = startStreamWorker()
    source.join(0)
    source.deliver(tinyRecords(0, 7))
    source.passMarkers(0, 8)
    await untilCommitted()
    const first = source.metadata.get(0)

    source.join(0)
    source.passMarkers(0, 9)
    await untilCommitted()

    expect(source.commits.at(-1)).toEqual([0, 9])
    expect([first, source.metadata.get(0)]).toEqual(
      Array<string>(2).fill(identityOf(tinyRecord(6))),
    )
  })

  it('is short, however large a record is', async () => {
    const { source } = startStreamWorker()
    source.join(0)

    source.deliver([tinyRecord(0, { value: 'x'.repeat(100_000) })])
    await untilCommitted()

    expect(source.metadata.get(0)?.length).toBeLessThan(100)
  })
})
