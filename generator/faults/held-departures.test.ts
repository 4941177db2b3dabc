import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HeldDepartures } from './held-departures.ts'

function held(leavesMs: number, key: string) {
  return { leavesMs, key, value: '', fate: 'applied' } as const
}

describe('held departures', () => {
  it('leave by their moment, and at the same moment as they were held', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 })), (moments) => {
        const departures = moments.map((leavesMs, index) => held(leavesMs, String(index)))
        const waiting = new HeldDepartures(1000)
        for (const departure of departures) waiting.hold(departure)

        const taken = departures.map(() => waiting.take())

        // The sort of arrays is stable.
        expect(taken).toEqual([...departures].sort((a, b) => a.leavesMs - b.leavesMs))
        expect(waiting.nextMs).toBe(Infinity)
        expect(waiting.take()).toBeUndefined()
      }),
      { seed: 1 },
    )
  })

  it('tell how many more there is room for', () => {
    const waiting = new HeldDepartures(3)
    waiting.hold(held(5, 'a'))

    expect(waiting.hasRoomFor(2)).toBe(true)
    expect(waiting.hasRoomFor(3)).toBe(false)
    expect(waiting.nextMs).toBe(5)
  })
})
