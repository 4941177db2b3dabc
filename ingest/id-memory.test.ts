import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyMemory, recall, remember } from './id-memory.ts'

const idsMax = 3
const event = (id: string, timeMs: number) => ({ id, timeMs })
const remembering = (...events: readonly { id: string; timeMs: number }[]) =>
  events.reduce((memory, each) => remember(memory, each, idsMax), emptyMemory)

describe('the memory of a key', () => {
  it('knows nothing at first: every event is new, however old', () => {
    expect(recall(emptyMemory, event('a', 0))).toBe('new')
  })

  it('knows the newest ids, and forgets the oldest beyond its size', () => {
    const memory = remembering(event('a', 10), event('b', 20), event('c', 30), event('d', 40))

    expect(memory).toEqual({ ids: ['b', 'c', 'd'], times: [20, 30, 40], forgottenMs: 10 })
    expect(recall(memory, event('c', 30))).toBe('duplicate')
  })

  it('is sure of what is newer than all that it has forgotten, and of nothing else', () => {
    const memory = remembering(event('a', 50), event('b', 20), event('c', 30), event('d', 40))

    expect(recall(memory, event('x', 51))).toBe('new')
    expect(recall(memory, event('x', 50))).toBe('unknown')
    expect(recall(memory, event('a', 50))).toBe('unknown')
  })

  it('never takes an event that was applied for new', () => {
    const events = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(events, (times) => {
        const all = times.map((timeMs, at) => event(`e-${at}`, timeMs))
        const memory = remembering(...all)

        expect(all.filter((each) => recall(memory, each) === 'new')).toEqual([])
      }),
      { seed: 7 },
    )
  })
})
