import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { simulate } from '../test/simulation/simulate.ts'

const runs = 2000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the protocol', () => {
  it('leaves exactly the fold of the log, whatever is killed, late, lost or taken over', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        expect(await simulate(seed)).toEqual([])
      }),
      { seed: 6, numRuns: runs, endOnFailure: true },
    )
  }, 300_000)
})
