import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CountingReceipt, operation } from '../test/bulk-writer-harness.ts'
import { type BulkBatch } from './bulk-batch.ts'
import { AdaptivePacing } from './bulk-pacing.ts'
import { BulkQueue } from './bulk-queue.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const receipt = new CountingReceipt()

function createQueue() {
  const pacing = new AdaptivePacing({ inFlight: [1, 1], documents: [2, 2], bytesMax: 10_000, slowMs: 1000 }) // prettier-ignore
  return new BulkQueue({ pacing, lingerMs: 100, onReady: () => undefined })
}

function add(queue: BulkQueue, ids: string, kind: 'event' | 'state' = 'event'): void {
  for (const id of ids) queue.add({ ...operation(id, receipt), kind })
}

function idsIn({ body }: BulkBatch): string {
  return [...body.content.toString().matchAll(/"_id":"(\w)"/g)].map(([, id]) => id).join('')
}

/** Ids of the batches that are to be sent, in their order. */
function taken(queue: BulkQueue): string[] {
  const batches: string[] = []
  for (let batch = queue.next(); batch !== undefined; batch = queue.next()) {
    batches.push(idsIn(batch))
  }
  return batches
}

describe('BulkQueue', () => {
  it('gives state documents first, which a checkpoint waits for, and events in their order', () => {
    const queue = createQueue()

    add(queue, 'abcd')
    add(queue, 'yz', 'state')

    expect(taken(queue)).toEqual(['yz', 'ab', 'cd'])
  })

  it('gives nothing before it is full or has lingered', async () => {
    const queue = createQueue()
    add(queue, 'a')
    add(queue, 'z', 'state')
    expect(queue.next()).toBeUndefined()

    await vi.advanceTimersByTimeAsync(100)

    expect(taken(queue)).toEqual(['z', 'a'])
  })

  it('gives what comes back before all others of its kind', () => {
    const queue = createQueue()
    add(queue, 'ab')
    const failed = queue.next()
    add(queue, 'cd')
    add(queue, 'yz', 'state')

    if (failed !== undefined) queue.putBack(failed)

    expect(taken(queue)).toEqual(['yz', 'ab', 'cd'])
  })

  it('keeps no timer when it is closed', () => {
    const queue = createQueue()
    add(queue, 'a')
    add(queue, 'z', 'state')

    queue.close()

    expect(vi.getTimerCount()).toBe(0)
  })
})
