import { describe, expect, it } from 'vitest'
import { type Departure } from '../departure.ts'
import { producers } from '../world/producers.ts'
import { Crashes } from './crashes.ts'

const from = 1_000_000
const customers = Array.from({ length: producers }, (_, customer) => customer)

function sent(customer: number, leavesMs: number): Departure {
  return { leavesMs, key: `${customer}`, value: `${leavesMs}`, fate: 'applied' }
}

function create(replayed: number): Crashes {
  return new Crashes({ plan: { every_seconds: 10, replayed }, seed: 1, from })
}

/** All that leaves once more, when nothing new is sent. */
function drained(crashes: Crashes): Departure[] {
  const replays: Departure[] = []
  while (crashes.nextMs < Infinity) {
    const replay = crashes.take()
    if (replay !== undefined) replays.push(replay)
  }
  return replays
}

describe('a producer that is killed', () => {
  it('sends its last departures once more, in the same order and as duplicates', () => {
    const crashes = create(3)
    for (const customer of customers) {
      for (let at = 0; at < 20; at += 1) crashes.remember(sent(customer, from + at), customer)
    }

    const replays = drained(crashes)

    for (const customer of customers) {
      const own = replays.filter(({ key }) => key === `${customer}`)
      expect(own.map(({ value }) => Number(value) - from)).toEqual([17, 18, 19])
      expect(own.map(({ fate }) => fate)).toEqual(['duplicate', 'duplicate', 'duplicate'])
    }
  })

  it('sends them at the moments that were planned', () => {
    const crashes = create(1)
    for (const customer of customers) crashes.remember(sent(customer, from), customer)

    const moments = drained(crashes).map(({ leavesMs }) => leavesMs - from)

    expect(moments).toHaveLength(producers)
    expect(moments.filter((moment) => moment === 0 || moment % 10_000 !== 0)).toEqual([])
  })

  it('sends nothing that it has sent once more already', () => {
    const crashes = create(5)
    crashes.remember(sent(0, from), 0)

    expect(drained(crashes)).toHaveLength(1)
    expect(crashes.nextMs).toBe(Infinity)
  })

  it('does not catch up on crashes before it had sent anything', () => {
    const crashes = create(5)
    crashes.remember(sent(0, from + 25_000), 0)

    expect(crashes.nextMs).toBe(from + 30_000)
  })
})
